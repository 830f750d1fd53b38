"""Turns to write: first come, first served, limited in number and in time.

SQLite has one writer at a time and its own busy handler is not fair (one writer waited 6 s);
PostgreSQL has many, but a lock held by one can hold up all of them. Either way a request waits for
locks no longer than `REQUEST_WAIT` in all, and where nothing moves only `WRITERS` threads wait:
the others refuse to write at once and stay free for reading.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from flask import g, has_request_context
from sqlalchemy.exc import OperationalError

WRITERS = 8  # of the web server's 12 threads: those that may write or wait for a lock
REQUEST_WAIT = 7.0  # seconds a request waits for locks, all its transactions together
LOOK_WAIT = (
    3.0  # seconds a page waits to record who looked at whom; a load holds the writer for 1.5
)
BACKGROUND_WAIT = 60.0  # seconds of a transaction of a command or a scheduled task
STUCK_AFTER = 1.0  # seconds without a finished transaction until waiting is limited to WRITERS


class BusyError(Exception):
    """The turn to write did not come in time; nothing was written."""


@dataclass
class Patience:
    """The seconds left to wait for locks; a part of it counts for the whole too."""

    left: float
    whole: "Patience | None" = None

    @classmethod
    def present(cls) -> "Patience":
        """Return what is left to this request, or a new amount outside a request."""
        if not has_request_context():
            return cls(BACKGROUND_WAIT)
        if "patience" not in g:
            g.patience = cls(REQUEST_WAIT)
        kept: Patience = g.patience
        return kept

    def at_most(self, seconds: float | None) -> "Patience":
        """Return this, or a part of it of so many seconds."""
        return self if seconds is None else Patience(min(seconds, self.left), self)

    def spend(self, seconds: float) -> None:
        """Subtract a time waited."""
        self.left -= seconds
        if self.whole is not None:
            self.whole.spend(seconds)

    @contextmanager
    def spending(self) -> Iterator[Self]:
        """Subtract the time the block takes."""
        begun = time.monotonic()
        try:
            yield self
        finally:
            self.spend(time.monotonic() - begun)

    @property
    def milliseconds(self) -> int:
        """What is left as databases take it; 0 would mean without limit."""
        return max(1, int(self.left * 1000))


class Turns:
    """The queue of this process's writers; `at_once` of them write at the same time."""

    def __init__(self, *, at_once: int) -> None:
        self._at_once = at_once
        self._active = 0
        self._queue: list[object] = []
        self._moved_at = 0.0
        self._changed = threading.Condition()

    @contextmanager
    def take(self, patience: Patience) -> Iterator[None]:
        """Run the block in its turn. Raises BusyError where it does not come in time."""
        with patience.spending():
            self._enter(time.monotonic() + patience.left)
        moved = True
        try:
            yield
        except (BusyError, OperationalError):
            moved = False  # it waited for a lock, or the database is down
            raise
        finally:
            self._leave(moved=moved)

    def _enter(self, deadline: float) -> None:
        ticket = object()
        with self._changed:
            if not self._active:
                self._moved_at = time.monotonic()
            self._queue.append(ticket)
            try:
                while self._queue[0] is not ticket or self._active >= self._at_once:
                    self._wait(ticket, deadline)
                self._active += 1
            finally:
                self._queue.remove(ticket)
                self._changed.notify_all()

    def _wait(self, ticket: object, deadline: float) -> None:
        """Wait for a change. Raises BusyError at the deadline, or where too many wait in vain."""
        end = deadline
        if self._active + self._queue.index(ticket) >= WRITERS:
            end = min(end, self._moved_at + STUCK_AFTER)
        left = end - time.monotonic()
        if left <= 0:
            raise BusyError
        self._changed.wait(left)

    def _leave(self, *, moved: bool) -> None:
        with self._changed:
            self._active -= 1
            if moved:
                self._moved_at = time.monotonic()
            self._changed.notify_all()
