"""Waiting for what must happen, however busy the machine is."""

import time
from collections.abc import Callable

PATIENCE = 600.0


def until(holds: Callable[[], object], *, seconds: float = PATIENCE) -> None:
    """Wait until something holds; fail after a time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)
