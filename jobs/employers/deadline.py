"""How long an employer has waited for the bureau, in working days."""

from datetime import date, timedelta

_SATURDAY = 5


def working_days(start: date, end: date) -> int:
    """Return the number of weekdays (Monday to Friday) after `start` up to and including `end`.

    Public holidays are not known here, so around them the count is too high, never too low.
    """
    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(day.weekday() < _SATURDAY for day in days)


def is_overdue(start: date, end: date, *, limit: int) -> bool:
    """Return whether more working days than `limit` have passed."""
    return working_days(start, end) > limit
