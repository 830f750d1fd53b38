"""Dates and ages in Beijing time."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from core import clock


@time_machine.travel("2026-12-31T16:30:00Z", tick=False)
def test_the_year_ends_at_midnight_in_beijing():
    assert clock.today() == date(2027, 1, 1)


def test_a_day_begins_at_midnight_in_beijing():
    assert clock.start_of(date(2027, 1, 1)) == datetime(2026, 12, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 12, 31, 15, 30, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_a_moment_is_of_its_day_and_year_in_beijing(moment, day):
    assert clock.day_of(moment) == day
    assert clock.year_of(moment) == clock.year_of(day) == day.year


def test_a_birthday_counts_from_the_day_itself():
    born = date(1990, 6, 15)

    assert clock.age_on(born, date(2026, 6, 14)) == 35
    assert clock.age_on(born, date(2026, 6, 15)) == 36


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 8, 5), 12, date(2027, 8, 5)),
        (date(2026, 3, 31), -6, date(2025, 9, 30)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_after_keeps_the_day_or_ends_with_the_month(start, months, end):
    assert clock.months_after(start, months) == end
