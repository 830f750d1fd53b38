"""What becomes of each row of a sheet, for a reader of the whole list."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sheets.columns import cell
from sheets.nouns import KNOWN, REPEATED, SheetNoun, Taken
from sheets.plan import Plan
from sheets.reading import Row
from sheets.report import Level, Problem


class RowStatus(StrEnum):
    """What a load does with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


LABELS = {
    RowStatus.NEW: "新增",
    RowStatus.CHANGED: "改动",
    RowStatus.SAME: "一样",
    RowStatus.REFUSED: "不收",
}


@dataclass(frozen=True)
class JudgedRow:
    """One row: its number in the sheet, what was understood of it and every note about it."""

    row: int
    status: RowStatus
    values: Mapping[str, Any]
    notes: list[str]

    def as_json(self) -> dict[str, Any]:
        """Return the row as it is printed in a list."""
        return {**vars(self), "status": self.status.value, "values": dict(self.values)}


def judged_row(noun: SheetNoun, plan: Plan, row: Row, taken: Taken) -> JudgedRow | None:
    """Return what becomes of a row, None for one that is none of the noun (合计, an example).

    The cells of a row nothing was understood of are given as they are written.
    """
    status = _status(noun, taken)
    if status is None:
        return None
    shown = ((i, key) for i, key in plan.columns.items() if key not in noun.fields.hidden)
    written = {key: cell(row.cells, index) for index, key in shown}
    values = taken.values or {key: text for key, text in written.items() if text}
    return JudgedRow(row.number, status, values, [_sentence(one) for one in taken.problems])


def _status(noun: SheetNoun, taken: Taken) -> RowStatus | None:
    if taken.staged:
        changing = {one.key for one in noun.outcomes if one.is_change}
        return RowStatus.CHANGED if taken.outcome in changing else RowStatus.NEW
    if taken.outcome in (KNOWN, REPEATED):
        return RowStatus.SAME
    is_refused = any(one.level is Level.REFUSED for one in taken.problems)
    return RowStatus.REFUSED if is_refused else None


def _sentence(problem: Problem) -> str:
    return f"{problem.column}：{problem.reason}{problem.fix}"
