"""Rate limits counted in the database: shared by all workers, exact under parallel tries."""

import math
from datetime import datetime, timedelta

from sqlalchemy import String, bindparam, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from . import clock
from .crypto import keyring
from .db import Base, UtcDateTime, db, transaction
from .errors import TooManyTriesError

_COUNT = """
INSERT INTO throttle (bucket, used, resets_at) VALUES (:bucket, 1, :resets_at)
ON CONFLICT (bucket) DO UPDATE SET
  used = CASE WHEN throttle.resets_at > :now AND throttle.resets_at <= :latest
    THEN throttle.used + 1 ELSE 1 END,
  resets_at = CASE WHEN throttle.resets_at > :now AND throttle.resets_at <= :latest
    THEN throttle.resets_at ELSE :resets_at END
RETURNING used, resets_at
"""
_GIVE_BACK = """
UPDATE throttle SET used = used - 1 WHERE bucket = :bucket AND used > 0 AND resets_at > :now
"""
_TIMES = [bindparam(name, type_=UtcDateTime()) for name in ("now", "resets_at", "latest")]
# Made once: most of the work of a try that is refused would be the making of its statement.
_COUNT_ONE = text(_COUNT).bindparams(*_TIMES).columns(resets_at=UtcDateTime())
_GIVE_ONE_BACK = text(_GIVE_BACK).bindparams(bindparam("now", type_=UtcDateTime()))


class Throttle(Base):
    """One counter; its name is a keyed hash, so no account or address can be read."""

    __tablename__ = "throttle"

    bucket: Mapped[str] = mapped_column(String(64), primary_key=True)
    used: Mapped[int]
    resets_at: Mapped[datetime]


class Limit:
    """At most `tries` per `window_seconds` for each name under one purpose.

    With `then_every`, a name that has used them up is slowed down, not refused: it gets one try
    in so many seconds. Nothing waits in the server; the answer states the wait (Retry-After).
    """

    def __init__(
        self, purpose: str, *, tries: int, window_seconds: int, then_every: int = 0
    ) -> None:
        self.purpose = purpose
        self.tries = tries
        self.window = timedelta(seconds=window_seconds)
        self.slow = (
            Limit(f"{purpose} slow", tries=1, window_seconds=then_every) if then_every else None
        )

    def count(self, name: str) -> int:
        """Count one try, in its own transaction, before the try is checked.

        Returns the tries of the present window, this one included. Raises TooManyTriesError once
        they are used up.
        """
        slow_used = 0
        with transaction(audited=False) as session:
            used, resets_at = self._add_one(session, name)
            if self.slow is not None and used >= self.tries:
                # In the same transaction: the wait begins with the last free try.
                slow_used, resets_at = self.slow._add_one(session, name)
        if used > self.tries and (self.slow is None or slow_used > 1):
            raise _too_many(resets_at)
        return used

    def _add_one(self, session: Session, name: str) -> tuple[int, datetime]:
        now = clock.now()
        ends = now + self.window
        latest = ends + clock.DRIFT  # a window that ends later began while the clock was ahead
        values = {"bucket": self._bucket(name), "now": now, "resets_at": ends, "latest": latest}
        used, resets_at = session.execute(_COUNT_ONE, values).one()
        return used, resets_at

    def give_back(self, name: str) -> None:
        """Take one try off the counter of a name: only failures count.

        The others stay, or one who guesses would clear the counter by signing in to an account
        of their own.
        """
        values = {"bucket": self._bucket(name), "now": clock.now()}
        with transaction(audited=False) as session:
            session.execute(_GIVE_ONE_BACK, values)

    def _bucket(self, name: str) -> str:
        return keyring.blind(name, f"throttle:{self.purpose}")


def _too_many(resets_at: datetime) -> TooManyTriesError:
    wait = max(1, math.ceil((resets_at - clock.now()).total_seconds()))
    shown = f"{wait} 秒" if wait < 60 else f"{math.ceil(wait / 60)} 分钟"
    return TooManyTriesError(f"试的次数太多了，请 {shown}后再试。", wait_seconds=wait)


def used(limit: Limit, name: str) -> int:
    """Return the number of tries of a name in its present window."""
    row = db.session.get(Throttle, limit._bucket(name))
    is_open = row is not None and clock.is_running(row.resets_at, limit.window, at=clock.now())
    return row.used if row is not None and is_open else 0
