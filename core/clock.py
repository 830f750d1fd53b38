"""The only module that reads the clock: times are stored in UTC, shown in Beijing time."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present moment in UTC, with its time zone."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date in Beijing."""
    return now().astimezone(BEIJING).date()


def local(moment: datetime) -> datetime:
    """Return a stored moment in Beijing time."""
    return moment.astimezone(BEIJING)


def days_ahead(days: int) -> date:
    """Return the date that many days from today."""
    return today() + timedelta(days=days)


def age_on(born: date, day: date) -> int:
    """Return the age in full years on that day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def months_between(start: date, end: date) -> int:
    """Return full months from start to end, never below 0."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (end.day < start.day))


def months_after(start: date, months: int) -> date:
    """Return the same day that many months later, or the month's last day where it is shorter."""
    year, month = divmod(start.month - 1 + months, 12)
    last = monthrange(start.year + year, month + 1)[1]
    return date(start.year + year, month + 1, min(start.day, last))
