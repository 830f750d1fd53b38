"""What parameters add to the world of the access tests: the name of one."""

from typing import Any

GUARDED: frozenset[str] = frozenset()


def things(_ids: dict[str, Any]) -> dict[str, str]:
    """Return a parameter that the bureau may set."""
    return {"parameter": "silence_days"}
