"""Whether the clock can be trusted: after a jump, what ends things by the date waits for staff."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import db, lock_row, transaction
from core.errors import DomainError
from core.parameters.registry import amount_of
from core.scheduling.models import SeenMoment, TaskRun
from core.scheduling.parameters import CLOCK_DAYS

ROW = 1
EVERY = timedelta(minutes=1)  # how often the last seen moment is written
PAGE_LIFE = timedelta(hours=1)
WAITS = "服务器的时间和上次差得太多，这件事先不做。请工作人员在“定时任务”里核对时间。"


def observe(now: datetime) -> bool:
    """Return whether the clock is trusted now, and note this moment as the last one seen.

    It is not where more than `clock_days` days (a parameter) lie between the two: either the
    server was off so long or its clock was set. It stays in doubt until staff accept the time, or
    until it comes back by itself.
    """
    db.session.rollback()
    row = db.session.get(SeenMoment, ROW)
    if row is None:
        return _begin(now)
    if abs(now - row.seen_at) > _longest(row.seen_at):
        if row.doubted_at is None:
            _note(row, doubted_at=now)
        return False
    if row.doubted_at is not None or abs(now - row.seen_at) >= EVERY:
        _note(row, seen_at=now, doubted_at=None)
    return True


def _longest(seen_at: datetime) -> timedelta:
    days = amount_of(CLOCK_DAYS, clock.day_of(seen_at))
    return timedelta(days=days) + clock.DRIFT


def _begin(now: datetime) -> bool:
    try:
        with transaction(audited=False) as session:
            session.add(SeenMoment(id=ROW, seen_at=now))
    except IntegrityError:  # another process inserted the row at the same moment
        return observe(now)
    return True


def _note(row: SeenMoment, **values: datetime | None) -> None:
    """Change the row unless another process has; after a step back, void the runs of the future."""
    before = row.seen_at
    same = (SeenMoment.id == ROW) & (SeenMoment.seen_at == before)
    with transaction(audited=False) as session:
        session.execute(update(SeenMoment).where(same).values(**values))
        now = values.get("seen_at")
        if now is not None and clock.is_future(before, at=now):
            forget_future_runs(now)


def forget_future_runs(now: datetime) -> None:
    """Delete runs of slots that are still to come: a clock that was ahead claimed them."""
    db.session.execute(delete(TaskRun).where(TaskRun.slot > now))


def doubted() -> SeenMoment | None:
    """Return the row while the clock is in doubt, else None."""
    row = db.session.get(SeenMoment, ROW)
    return row if row is not None and row.doubted_at is not None else None


def count(_viewer: object) -> int:
    """Return 1 while the clock is in doubt: a line of the first page, a mark in the menu."""
    return int(doubted() is not None)


def accept(shown: int) -> None:
    """Trust the clock again; `shown` is the time staff agreed to, in seconds since 1970.

    Raises DomainError where another has done it, or the clock has changed since it was shown.
    """
    row = db.session.get(SeenMoment, ROW)
    row = lock_row(row) if row is not None else None
    if row is None or row.doubted_at is None:
        raise DomainError("时间已经核对过了，不用再核对。")
    now = clock.now()
    if abs(now - datetime.fromtimestamp(shown, tz=UTC)) > PAGE_LIFE:
        raise DomainError("打开这一页以后，服务器的时间又变了。请看清现在的时间，再点一次。")
    forget_future_runs(now)
    before, row.seen_at, row.doubted_at = row.seen_at, now, None
    db.session.flush()
    audit.record("clock.accept", "clock", None, before=before.isoformat(), now=now.isoformat())
