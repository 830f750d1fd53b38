"""Figures of a village. The people behind them are those its page lists."""

from collections.abc import Callable, Sequence
from typing import Any

from core.db import db
from core.figures import Figure
from people.villages.queries import Part, people_of

IN_TOWNSHIP = "填了这个村、社区，户籍也在这个乡镇的人。"


def _people(part: Part) -> Callable[[int], Sequence[Any]]:
    """Return the rows of a figure; a village's id is its code as a number."""
    return lambda code: db.session.scalars(people_of(str(code), part)).all()


FIGURES = (
    Figure("village", Part.ALL.value, "退役军人", "人", IN_TOWNSHIP, _people(Part.ALL)),
    Figure(
        "village",
        Part.IDLE.value,
        "没有就业",
        "人",
        "其中求职、待安排、未了解和失联的人。",
        _people(Part.IDLE),
    ),
)
