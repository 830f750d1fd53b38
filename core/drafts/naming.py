"""The name by which the drafts of a form are found."""

from typing import Any


def name_of(form: Any) -> str:
    """Return the module and the class of a form."""
    kind = type(form)
    return f"{kind.__module__}.{kind.__qualname__}"
