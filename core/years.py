"""The one place that cuts rows by calendar year, in Beijing: a year ends there, not in UTC."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, extract, select
from sqlalchemy.orm import InstrumentedAttribute

from core import clock
from core.db import UtcDateTime, db
from core.numbers import YEARS

FIRST_DAY, LAST_DAY = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)  # that a date may be

# A moment is a date to the type checker, so the kind of the column decides.
Dated = (
    ColumnElement[date]
    | InstrumentedAttribute[date]
    | InstrumentedAttribute[date | None]
    | InstrumentedAttribute[datetime]
    | InstrumentedAttribute[datetime | None]
)


def first_day(year: int) -> date:
    """Return 1 January of a year."""
    return date(year, 1, 1)


def last_day(year: int) -> date:
    """Return 31 December of a year."""
    return date(year, 12, 31)


def in_year(column: Dated, year: int) -> ColumnElement[bool]:
    """Return the condition that a day or a moment is in a year."""
    if isinstance(column.type, UtcDateTime):
        begins, ends = clock.start_of(first_day(year)), clock.start_of(first_day(year + 1))
        return and_(column >= begins, column < ends)
    return column.between(first_day(year), last_day(year))


def years_of(column: Dated, *conditions: ColumnElement[bool]) -> list[int]:
    """Return the years in which rows have this day or moment, the newest first."""
    if isinstance(column.type, UtcDateTime):
        moments: Any = select(column).where(column.is_not(None), *conditions).distinct()
        found = {clock.year_of(moment) for moment in db.session.scalars(moments)}
    else:
        years: Any = select(extract("year", column)).where(column.is_not(None), *conditions)
        found = {int(year) for year in db.session.scalars(years.distinct())}
    return sorted(found, reverse=True)
