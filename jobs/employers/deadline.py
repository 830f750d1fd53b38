"""How long an employer has waited for the bureau, in working days."""

from datetime import date, timedelta

LIMIT = 2  # working days an employer may have to wait for a decision
_SATURDAY = 5


def working_days(start: date, end: date) -> int:
    """Count the days from Monday to Friday after `start` up to and including `end`.

    Public holidays are not known here, so around them the count is too high, never too low.
    """
    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(day.weekday() < _SATURDAY for day in days)


def is_overdue(start: date, end: date) -> bool:
    """Tell whether the limit has passed."""
    return working_days(start, end) > LIMIT
