"""What waits for the viewer, counted once in a request: menu and first page show the same."""

from collections.abc import Callable
from typing import Any

from flask import g
from flask_login import current_user


def counted(count: Callable[[Any], int]) -> int:
    """Return what a function counts for the signed-in account, from this request's first call."""
    known: dict[Callable[[Any], int], int] = g.setdefault("counts", {})
    if count not in known:
        known[count] = count(current_user)
    return known[count]
