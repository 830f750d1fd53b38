"""Working days an employer has waited."""

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
def test_weekends_do_not_count(start, end, days):
    assert working_days(start, end) == days


def test_the_limit_is_two_working_days():
    assert not is_overdue(MONDAY, WEDNESDAY)
    assert is_overdue(MONDAY, THURSDAY)
    assert not is_overdue(FRIDAY, NEXT_TUESDAY)
    assert is_overdue(FRIDAY, NEXT_WEDNESDAY)
