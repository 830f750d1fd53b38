"""How many working days an employer has waited."""

from datetime import date

import pytest

from jobs.employers.deadline import is_overdue, working_days

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 3, day) for day in range(2, 7))
NEXT_MONDAY, NEXT_TUESDAY, NEXT_WEDNESDAY = (date(2026, 3, day) for day in range(9, 12))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (MONDAY, MONDAY, 0),
        (MONDAY, TUESDAY, 1),
        (MONDAY, FRIDAY, 4),
        (FRIDAY, NEXT_MONDAY, 1),
        (date(2026, 3, 7), NEXT_MONDAY, 1),  # handed in on a Saturday
        (MONDAY, NEXT_MONDAY, 5),
        (TUESDAY, MONDAY, 0),
    ],
)
def test_weekend_days_are_not_counted(start, end, days):
    assert working_days(start, end) == days


@pytest.mark.parametrize(
    ("start", "end", "late"),
    [
        (MONDAY, WEDNESDAY, False),
        (MONDAY, THURSDAY, True),
        (FRIDAY, NEXT_TUESDAY, False),
        (FRIDAY, NEXT_WEDNESDAY, True),
    ],
)
def test_a_limit_of_two_working_days_passes_on_the_third(start, end, late):
    assert is_overdue(start, end, limit=2) is late
