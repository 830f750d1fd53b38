"""Figures: each is a query of rows, and its value is their count or sum.

A figure and the list behind it come from the same query, so they cannot differ.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One figure: its definition, its unit and the rows it counts.

    `subject` names the kind of record it belongs to ("fair"); `rows` returns the counted rows
    for the id of such a record, `measure` turns them into the number.
    """

    subject: str
    key: str
    label: str
    unit: str
    definition: str
    rows: Callable[[int], Sequence[Any]]
    measure: Callable[[Sequence[Any]], int] = len

    def value(self, subject_id: int) -> int:
        """Return the figure for one subject."""
        return self.measure(self.rows(subject_id))
