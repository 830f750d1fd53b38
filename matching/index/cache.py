"""A cache of one value per process, valid until its stamp changes."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class StampedCache(Generic[Kept]):
    """Caches one value; one thread renews it while the others wait.

    `stamp` is called at every access and must be cheap; `make` receives the stamp and the previous
    value, None at first.
    """

    def __init__(
        self, stamp: Callable[[], Hashable], make: Callable[[Hashable, Kept | None], Kept]
    ) -> None:
        self._stamp = stamp
        self._make = make
        self._kept: tuple[Hashable, Kept] | None = None
        self._lock = threading.Lock()

    def current(self) -> Kept:
        """Return the value for the present stamp."""
        stamp = self._stamp()
        kept = self._kept
        if kept is not None and kept[0] == stamp:
            return kept[1]
        with self._lock:
            if self._kept is None or self._kept[0] != stamp:
                before = self._kept[1] if self._kept else None
                self._kept = (stamp, self._make(stamp, before))
            return self._kept[1]
