"""The only reader of the time: stored in UTC, shown and counted in Beijing."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date as a county office sees it."""
    return now().astimezone(BEIJING).date()


def local(moment: datetime) -> datetime:
    """Return a stored moment on the office's wall clock."""
    return moment.astimezone(BEIJING)


def days_ahead(days: int) -> date:
    """Return the date that many days from today."""
    return today() + timedelta(days=days)


def age_on(born: date, day: date) -> int:
    """Return full years lived on that day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def months_between(start: date, end: date) -> int:
    """Return full months from start to end, never below 0."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (end.day < start.day))


def months_after(start: date, months: int) -> date:
    """Return the same day so many months later, the month's last day where there is no such."""
    year, month = divmod(start.month - 1 + months, 12)
    last = monthrange(start.year + year, month + 1)[1]
    return date(start.year + year, month + 1, min(start.day, last))
