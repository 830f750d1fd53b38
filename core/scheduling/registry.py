"""What runs by itself, and when: each feature declares its own in `schedule.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from core import clock

Work = Callable[[], str | None]  # returns a short word on what was done, counts only
DAY = timedelta(days=1)


@dataclass(frozen=True)
class ScheduledTask:
    """One task. It has slots: planned moments, each done once.

    `every` gives slots at its multiples since 1970 (UTC); `daily_at` one a day, Beijing time.
    Missed slots are caught up by running the newest one, so work must look at what is due and
    not at the slot.
    """

    name: str
    label: str
    work: Work
    every: timedelta | None = None
    daily_at: time | None = None

    def newest_slot(self, now: datetime) -> datetime:
        """Return the last planned moment that has come."""
        if self.daily_at is not None:
            today = datetime.combine(clock.local(now).date(), self.daily_at, tzinfo=clock.BEIJING)
            return (today if today <= now else today - DAY).astimezone(UTC)
        assert self.every is not None  # a task has one or the other
        seconds = int(self.every.total_seconds())
        return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=UTC)

    def next_slot(self, now: datetime) -> datetime:
        """Return the planned moment after that."""
        return self.newest_slot(now) + (DAY if self.every is None else self.every)


def scheduled(
    name: str, label: str, *, every: timedelta | None = None, daily_at: time | None = None
) -> Callable[[Work], ScheduledTask]:
    """Make a function a scheduled task; `every` or `daily_at` sets when it runs."""
    if (every is None) == (daily_at is None):
        raise ValueError("a task runs every so often or daily at a time")

    def task_of(work: Work) -> ScheduledTask:
        return ScheduledTask(name, label, work, every, daily_at)

    return task_of
