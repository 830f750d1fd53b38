"""The only module that reads the clock: times are stored in UTC, shown in Beijing time."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
# Two machines' clocks, or one before and after it was set, may differ so much without harm.
DRIFT = timedelta(minutes=1)


def now() -> datetime:
    """Return the present moment in UTC, with its time zone."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date in Beijing."""
    return now().astimezone(BEIJING).date()


def is_running(until: datetime, life: timedelta, *, at: datetime) -> bool:
    """Return whether a term of that length which ends at `until` runs at a moment.

    One that ends later than a whole term from then was set by a clock that was ahead: it is void,
    or it would block others for as long as that clock was wrong.
    """
    return at < until <= at + life + DRIFT


def is_future(moment: datetime, *, at: datetime) -> bool:
    """Return whether a past event's time is still ahead: the clock that noted it was wrong."""
    return moment > at + DRIFT


def local(moment: datetime) -> datetime:
    """Return a stored moment in Beijing time."""
    return moment.astimezone(BEIJING)


def day_of(moment: datetime) -> date:
    """Return the date in Beijing at a moment."""
    return local(moment).date()


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins in Beijing."""
    return datetime.combine(day, time(), tzinfo=BEIJING).astimezone(UTC)


def year_of(value: date) -> int:
    """Return the year of a day; of a moment, its year in Beijing."""
    return local(value).year if isinstance(value, datetime) else value.year


def this_year() -> int:
    """Return the present year in Beijing."""
    return today().year


def days_ahead(days: int) -> date:
    """Return the date that many days from today."""
    return today() + timedelta(days=days)


def age_on(born: date, day: date) -> int:
    """Return the age in full years on that day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def months_after(start: date, months: int) -> date:
    """Return the same day that many months later, or the month's last day where it is shorter."""
    year, month = divmod(start.month - 1 + months, 12)
    last = monthrange(start.year + year, month + 1)[1]
    return date(start.year + year, month + 1, min(start.day, last))
