"""The cells of one row by field, and the problems found in them."""

import re
from typing import NoReturn

from sheets.columns import FieldSet, cell
from sheets.plan import Plan
from sheets.reading import Row
from sheets.report import Level, Problem, mask
from sheets.template import EXAMPLE

_TOTAL_ROW = re.compile(r"^(合计|总计|共计|小计|填表人|制表|备注|说明|注)[:：]?")
_ADVICE = "照表头的意思改好这一格，再传一次。"
MOST_OF_TOTALS = 2  # filled cells of a line of totals


class RowRefusedError(Exception):
    """The row cannot be loaded; why is among its problems."""


class RowCells:
    """The cells of one row by field. Problems are added to `problems`."""

    def __init__(self, plan: Plan, fields: FieldSet, row: Row, problems: list[Problem]) -> None:
        self.plan = plan
        self.fields = fields
        self.row = row
        self.problems = problems
        self._values = {key: cell(row.cells, index) for index, key in plan.columns.items()}

    def get(self, key: str) -> str:
        """Return a field's text; a number that lost digits refuses the row."""
        index = self.plan.column_of(key)
        if index in self.row.ruined:
            self.refuse(key, "这一格是数字格式，长号码的后几位已经变成 0，无法还原。")
        return self._values.get(key, "")

    def fitting(self, key: str, most: int) -> str:
        """Return a cell as one line that fits its column; a longer one is shortened, noted."""
        text = " ".join(self.get(key).split())
        if len(text) <= most:
            return text
        self.note(key, f"{self.fields.by_key[key].label}超过 {most} 个字，只留了前面的。")
        return f"{text[: most - 1]}…"

    def is_no_data(self) -> bool:
        """Return whether the row is an example, a repeated heading or a line of totals."""
        first = next((text for text in self.row.cells if text), "")
        leading = self._values.get(self.fields.leading, "")
        heading = self.plan.headings[self.plan.column_of(self.fields.leading) or 0]
        repeated = leading != "" and leading == heading
        filled = sum(1 for value in self._values.values() if value)
        is_total = filled <= MOST_OF_TOTALS and bool(_TOTAL_ROW.match(first))
        return EXAMPLE in leading or repeated or is_total

    def note(self, key: str, reason: str, fix: str = "") -> None:
        """Add a problem of a cell that was not understood; the row stays."""
        self._add(Level.NOTE, key, reason, fix)

    def refuse(self, key: str, reason: str, fix: str = "") -> NoReturn:
        """Add the problem because of which the row cannot be loaded, and give the row up."""
        self._add(Level.REFUSED, key, reason, fix)
        raise RowRefusedError

    def _add(self, level: Level, key: str, reason: str, fix: str) -> None:
        index, field = self.plan.column_of(key), self.fields.by_key[key]
        heading = self.plan.headings[index] if index is not None else field.label
        value = mask(self._values.get(key, ""))
        fix = fix or field.fix or _ADVICE
        place = (level, self.plan.sheet, self.row.number, heading)
        self.problems.append(Problem(*place, value, reason, fix))
