"""What waits for a viewer, counted once in a request: menu and first page show the same."""

from collections.abc import Callable
from typing import Any

from flask import g


def counted(count: Callable[[Any], int], viewer: Any) -> int:
    """Return what a function counts for a viewer, from this request's first call."""
    known: dict[tuple[Callable[[Any], int], int], int] = g.setdefault("counts", {})
    key = count, viewer.id
    if key not in known:
        known[key] = count(viewer)
    return known[key]
