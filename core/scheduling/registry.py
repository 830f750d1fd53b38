"""Scheduled tasks and their times; each feature declares its own in `schedule.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from core import clock

Work = Callable[[], str | None]  # returns a short summary, counts only
DAY = timedelta(days=1)


class TaskFailedError(Exception):
    """A task that found what staff must read: the page of tasks shows its message."""


@dataclass(frozen=True)
class ScheduledTask:
    """One scheduled task. It has slots: planned times, each run once.

    `every` gives slots at its multiples since 1970 (UTC); `daily_at` one a day, Beijing time.
    Of several missed slots only the newest runs, so the work must look for what is due and not
    rely on the slot. `any_clock`: it ends and deletes nothing by the date and reminds nobody of
    one, so it also runs while the clock is in doubt.
    """

    name: str
    label: str
    work: Work
    every: timedelta | None = None
    daily_at: time | None = None
    any_clock: bool = False

    def newest_slot(self, now: datetime) -> datetime:
        """Return the latest planned time not after `now`."""
        if self.daily_at is not None:
            today = datetime.combine(clock.day_of(now), self.daily_at, tzinfo=clock.BEIJING)
            return (today if today <= now else today - DAY).astimezone(UTC)
        assert self.every is not None  # `scheduled` demands one of the two
        seconds = int(self.every.total_seconds())
        return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=UTC)

    def next_slot(self, now: datetime) -> datetime:
        """Return the first planned time after `now`."""
        return self.newest_slot(now) + (DAY if self.every is None else self.every)


def scheduled(
    name: str,
    label: str,
    *,
    every: timedelta | None = None,
    daily_at: time | None = None,
    any_clock: bool = False,
) -> Callable[[Work], ScheduledTask]:
    """Return the decorator that makes a function a task; set either `every` or `daily_at`."""
    if (every is None) == (daily_at is None):
        raise ValueError("a task needs either every or daily_at")

    def task_of(work: Work) -> ScheduledTask:
        return ScheduledTask(name, label, work, every, daily_at, any_clock)

    return task_of
