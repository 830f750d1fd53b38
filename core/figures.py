"""Figures: each is a query of rows, and the figure is how many or how much they are.

A figure and the list behind it are the same query, so they cannot differ.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One figure: what it counts, in what unit, and by which rows it is explained.

    `subject` names what it is a figure of ("fair"); `rows` takes that subject's id and returns
    the rows behind the figure, `measure` turns them into the number.
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
