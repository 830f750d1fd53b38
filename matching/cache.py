"""One value a process keeps until its stamp changes."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class StampedCache(Generic[Kept]):
    """Keeps the newest value; one thread renews it while the others wait their turn.

    `stamp` is asked at every call and must be cheap; `make` is given the stamp and the value
    before, None at first.
    """

    def __init__(
        self, stamp: Callable[[], Hashable], make: Callable[[Hashable, Kept | None], Kept]
    ) -> None:
        self._stamp = stamp
        self._make = make
        self._kept: tuple[Hashable, Kept] | None = None
        self._lock = threading.Lock()

    def current(self) -> Kept:
        """Return the value that belongs to the stamp of this moment."""
        stamp = self._stamp()
        kept = self._kept
        if kept is not None and kept[0] == stamp:
            return kept[1]
        with self._lock:
            if self._kept is None or self._kept[0] != stamp:
                before = self._kept[1] if self._kept else None
                self._kept = (stamp, self._make(stamp, before))
            return self._kept[1]
