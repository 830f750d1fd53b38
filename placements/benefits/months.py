"""Tax benefit of hiring veterans: calendar months, amount, papers to hand in.

Months count from the month in which contract and social insurance are both there, as the notice
in `conditions.py` has it, to the month of the last day at work; a month counts whole. The yearly
amount is a parameter the bureau sets, with its document; without it no amount is shown.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from core import clock
from core.parameters.registry import amount_of, value_of
from core.years import last_day
from placements.benefits.conditions import Answer, Condition, conditions_of
from placements.benefits.parameters import TAX_CONTRACT, TAX_MONTHS, TAX_YEARLY
from placements.placements.models import ContractType, Placement

PAPERS = ("退役证件", "劳动合同", "四项社保缴费证明", "就业信息表")


@dataclass(frozen=True)
class Benefit:
    """One hire: its conditions, the months that count by their first days, the last that may.

    `amount` is in 分 until the day asked for, None where a year has no amount set.
    """

    placement: Placement
    conditions: tuple[Condition, ...]
    months: tuple[date, ...] = ()
    last_month: date | None = None
    amount: int | None = None

    @property
    def is_covered(self) -> bool:
        """Return whether every condition is met."""
        return all(one.answer is Answer.YES for one in self.conditions)

    @property
    def is_refused(self) -> bool:
        """Return whether a condition is not met, whatever the others are."""
        return any(one.answer is Answer.NO for one in self.conditions)

    @property
    def used(self) -> int:
        """Return how many months count."""
        return len(self.months)


def benefits_of(
    placements: Sequence[Placement], day: date, *, named: Collection[int] | None = None
) -> list[Benefit]:
    """Return the benefit of each hire of one employer until a day, in the order given.

    The placements come oldest first: a person hired again has one run of months from the first
    hire that is covered, and no month counts twice. `named` are the ids of the veterans whom the
    employer may know, None for all.
    """
    first_months: dict[int, date] = {}
    counted: set[tuple[int, date]] = set()
    return [_benefit(one, day, named, first_months, counted) for one in placements]


def _benefit(
    placement: Placement,
    day: date,
    named: Collection[int] | None,
    first_months: dict[int, date],
    counted: set[tuple[int, date]],
) -> Benefit:
    person = placement.veteran_id
    is_named = named is None or person in named
    conditions = conditions_of(placement, is_named=is_named, least=amount_of(TAX_CONTRACT, day))
    benefit = Benefit(placement, conditions)
    begin = _first_day(placement)
    if begin is None or not benefit.is_covered:
        return benefit
    run = first_months.setdefault(person, begin.replace(day=1))
    last = clock.months_after(run, amount_of(TAX_MONTHS, day) - 1)
    months = [
        month
        for month in _months(begin, min(_last_day_at_work(placement, day), day))
        if month <= last and (person, month) not in counted
    ]
    counted.update((person, month) for month in months)
    return Benefit(placement, conditions, tuple(months), last, _amount(months, day))


def _first_day(placement: Placement) -> date | None:
    if placement.contract_on is None or placement.insured_from is None:
        return None
    return max(placement.contract_on, placement.insured_from, placement.start_on)


def _last_day_at_work(placement: Placement, day: date) -> date:
    """Return the last day known: nobody knows of work after a fixed contract before it is asked."""
    ends = [placement.ended_on or day]
    if placement.contract is ContractType.FIXED and placement.contract_until is not None:
        ends.append(placement.contract_until)
    return min(ends)


def _months(begin: date, until: date) -> list[date]:
    """Return the first days of the months with a day between these two."""
    months, month = [], begin.replace(day=1)
    while begin <= until and month <= until:
        months.append(month)
        month = clock.months_after(month, 1)
    return months


def _amount(months: Sequence[date], day: date) -> int | None:
    """Return the amount of months: of each year by the yearly amount of that year, rounded down."""
    total = 0
    for year in sorted({clock.year_of(month) for month in months}):
        yearly = value_of(TAX_YEARLY, min(day, last_day(year)))
        if yearly is None:
            return None
        total += yearly * count_in(months, year) // 12
    return total


def count_in(months: Sequence[date], year: int) -> int:
    """Return how many of these months are of a year, 12 at most."""
    return sum(clock.year_of(month) == year for month in months)
