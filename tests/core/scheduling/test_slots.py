"""Slots of scheduled tasks: aligned, in Beijing time, never in the future."""

from datetime import UTC, datetime, time, timedelta

import pytest

from core.scheduling.registry import ScheduledTask, scheduled


def task(**when) -> ScheduledTask:
    return ScheduledTask("x", "x", lambda: None, when.get("every"), when.get("daily_at"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-11-26T10:00:00", "2026-11-26T10:00:00"),
        ("2026-11-26T10:00:59", "2026-11-26T10:00:00"),
        ("2026-11-26T10:01:00", "2026-11-26T10:01:00"),
    ],
)
def test_slots_of_an_interval_are_the_same_in_every_process(now, slot):
    assert task(every=timedelta(minutes=1)).newest_slot(at(now)) == at(slot)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-11-26T00:29:59", "2026-11-25T00:30:00"),  # 08:29 in Beijing: yesterday's
        ("2026-11-26T00:30:00", "2026-11-26T00:30:00"),
        ("2026-12-31T23:00:00", "2026-12-31T00:30:00"),
        ("2026-12-31T16:30:00", "2026-12-31T00:30:00"),  # the new year in Beijing, before 08:30
    ],
)
def test_a_daily_slot_is_in_beijing_time(now, slot):
    assert task(daily_at=time(8, 30)).newest_slot(at(now)) == at(slot)


def test_the_next_slot_follows_the_newest():
    now = at("2026-11-26T10:00:30")

    assert task(every=timedelta(minutes=5)).next_slot(now) == at("2026-11-26T10:05:00")
    assert task(daily_at=time(8, 30)).next_slot(now) == at("2026-11-27T00:30:00")


def test_a_task_has_either_an_interval_or_a_time_of_day():
    with pytest.raises(ValueError, match="either every or daily_at"):
        scheduled("x", "x")
    with pytest.raises(ValueError, match="either every or daily_at"):
        scheduled("x", "x", every=timedelta(minutes=1), daily_at=time(1))
