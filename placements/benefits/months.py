"""Tax benefit of hiring veterans: months used, amount, papers to hand in.

The yearly amount is a parameter the bureau sets; without it no amount is shown.
"""

from dataclasses import dataclass
from datetime import date

from core.parameters.registry import amount_of, value_of
from core.years import last_day
from lexicon.durations import Spell, months_of
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


def benefit_of(placement: Placement, day: date) -> Benefit:
    """Return the months of a hire until a day, or until its end, and the amount, rounded down.

    The day itself and the last day at work count.
    """
    most = amount_of(TAX_MONTHS, day)
    until = min(placement.ended_on or day, day)
    used = min(most, months_of([Spell(placement.start_on, until)]))
    yearly = value_of(TAX_YEARLY, day)
    return Benefit(placement, used, most, None if yearly is None else yearly * used // 12)


def months_in_year(placement: Placement, year: int, day: date) -> int:
    """Return the months of a hire that a year adds, until a day: a whole year adds 12."""
    before = benefit_of(placement, last_day(year - 1)).used
    return benefit_of(placement, min(day, last_day(year))).used - before
