"""Values a sheet states: whether it does, how a person reads them, how JSON keeps them."""

from datetime import date
from enum import Enum
from typing import Any

from core.labels import Labelled


def is_stated(value: Any) -> bool:
    """Return whether a sheet states a value."""
    return value not in (None, "", [])


def in_words(value: Any) -> Any:
    """Return a value as a person reads it."""
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else value


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it: a choice by its value, a day as it is written."""
    return value.value if isinstance(value, Enum) else value.isoformat()
