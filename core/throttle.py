"""Rate limits counted in the database: shared by all workers, exact under parallel tries."""

from datetime import datetime, timedelta

from sqlalchemy import String, text
from sqlalchemy.orm import Mapped, mapped_column

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


class Throttle(Base):
    """One counter; its name is a keyed hash, so no account or address can be read."""

    __tablename__ = "throttle"

    bucket: Mapped[str] = mapped_column(String(64), primary_key=True)
    used: Mapped[int]
    resets_at: Mapped[datetime]


class Limit:
    """At most `tries` per `window_seconds` for each name under one purpose."""

    def __init__(self, purpose: str, *, tries: int, window_seconds: int) -> None:
        self.purpose = purpose
        self.tries = tries
        self.window = timedelta(seconds=window_seconds)

    def count(self, name: str) -> None:
        """Count one try, in its own transaction, before the try is checked.

        Raises TooManyTriesError once the window's tries are used up.
        """
        now = clock.now()
        ends = now + self.window
        latest = ends + clock.DRIFT  # a window that ends later began while the clock was ahead
        values = {"bucket": self._bucket(name), "now": now, "resets_at": ends, "latest": latest}
        statement = text(_COUNT).columns(resets_at=UtcDateTime())
        statement = statement.bindparams(**values)
        with transaction(audited=False) as session:
            used, resets_at = session.execute(statement).one()
        if used > self.tries:
            wait = max(1, int((resets_at - now).total_seconds()))
            minutes = -(-wait // 60)
            raise TooManyTriesError(f"试的次数太多了，请 {minutes} 分钟后再试。", wait_seconds=wait)

    def forget(self, name: str) -> None:
        """Reset the counter of a name after a successful try."""
        with transaction(audited=False) as session:
            row = session.get(Throttle, self._bucket(name))
            if row is not None:
                session.delete(row)

    def _bucket(self, name: str) -> str:
        return keyring.blind(name, f"throttle:{self.purpose}")


def used(limit: Limit, name: str) -> int:
    """Return the number of tries of a name in its present window."""
    row = db.session.get(Throttle, limit._bucket(name))
    is_open = row is not None and clock.is_running(row.resets_at, limit.window, at=clock.now())
    return row.used if row is not None and is_open else 0
