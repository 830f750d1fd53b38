"""Tax benefit of hiring veterans: months used, amount, papers to hand in.

The yearly amount is a parameter the bureau sets; without it no amount is shown.
"""

from dataclasses import dataclass
from datetime import date

from core import clock
from core.parameters.registry import amount_of, value_of
from placements.benefits.parameters import TAX_MONTHS, TAX_YEARLY
from placements.placements.models import Placement

PAPERS = ("退役证件", "劳动合同", "四项社保缴费证明", "就业信息表")


@dataclass(frozen=True)
class Benefit:
    """Months of one hire: `used` of `most`; `amount` so far in 分, None where not set."""

    placement: Placement
    used: int
    most: int
    amount: int | None

    @property
    def left(self) -> int:
        """Months that are left."""
        return self.most - self.used


def benefit_of(placement: Placement, today: date) -> Benefit:
    """Return the months of a hire until today, or until its end, and the amount, rounded down."""
    most = amount_of(TAX_MONTHS, today)
    until = min(placement.ended_on or today, today)
    used = min(most, clock.months_between(placement.start_on, until))
    yearly = value_of(TAX_YEARLY, today)
    return Benefit(placement, used, most, None if yearly is None else yearly * used // 12)
