"""Lengths of time: counted from first and last days, and in words. Every page rounds like this.

A last day counts: from 1 September 2022 to 31 August 2024 is two years. Months are full months,
rounded down, so nothing is called two years a day too early.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

A_DAY = timedelta(days=1)
MOST_DAYS = 60  # a longer time is shown in months and years
LONGEST_MONTH = 31  # days that are left over of several stretches make a month only of the longest


class Spell(NamedTuple):
    """Days without a gap, the last one included."""

    first: date
    last: date


def months_passed(start: date, end: date) -> int:
    """Return the full months that have passed on `end` since `start`, never below 0."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (end.day < start.day))


def united(spells: Iterable[Spell]) -> list[Spell]:
    """Return the days of these spells as few spells apart from each other, the earliest first.

    Spells that overlap, or follow each other without a day between, become one. A spell that ends
    before it begins has no days.
    """
    found: list[Spell] = []
    for spell in sorted(one for one in spells if one.first <= one.last):
        if found and (spell.first - found[-1].last) <= A_DAY:
            found[-1] = Spell(found[-1].first, max(found[-1].last, spell.last))
        else:
            found.append(spell)
    return found


def months_of(spells: Iterable[Spell]) -> int:
    """Return the full months of these spells: each day counts once, gaps do not count.

    What is left over of each united spell beyond its full months adds a month per 31 days.
    """
    months = days = 0
    for first, last in united(spells):
        full = months_passed(first, last + A_DAY)
        months += full
        days += (last + A_DAY - _months_after(first, full)).days
    return months + days // LONGEST_MONTH


def _months_after(start: date, months: int) -> date:
    """Return the same day that many months later, or the day after the month where it has none."""
    year, month = divmod(start.month - 1 + months, 12)
    first = date(start.year + year, month + 1, 1)
    next_month = (first + LONGEST_MONTH * A_DAY).replace(day=1)
    return min(first + (start.day - 1) * A_DAY, next_month)


def in_words(months: int) -> str:
    """Return a number of full months in words: 8 年, 8 年 3 个月, 5 个月, 不到 1 个月."""
    years, rest = divmod(months, 12)
    parts = [f"{years} 年"] if years else []
    if rest:
        parts.append(f"{rest} 个月")
    return " ".join(parts) or "不到 1 个月"


def passed_in_words(start: date, end: date) -> str:
    """Return how long ago `start` is on `end`: 37 天 up to two months, then 3 个月, 30 年."""
    days = max(0, (end - start).days)
    return f"{days} 天" if days <= MOST_DAYS else in_words(months_passed(start, end))
