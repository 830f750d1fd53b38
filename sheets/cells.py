"""The cells of one row by field, and the problems found in them."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import Generic, NoReturn, TypeVar

from sheets.columns import FieldSet, cell
from sheets.dates import as_date, parse_last_day
from sheets.kinds import CellKind
from sheets.plan import Plan
from sheets.reading import Row
from sheets.report import Level, Problem, mask
from sheets.template import EXAMPLE

_TOTAL_ROW = re.compile(r"^(合计|总计|共计|小计|填表人|制表|备注|说明|注)[:：]?")
_ADVICE = "照表头的意思改好这一格，再传一次。"
_EMPTY = re.compile(r"(nan|nat|null|none|undefined|<na>)", re.IGNORECASE)  # left by programs
AS_DATE = "这一格被表格当成了日期或时间，原来写的看不出来。请把这一列改成“文本”格式再填。"
AS_ERROR = "这一格在表格里是出错的公式，没有内容。"
AS_NUMBER = "这一格存成了数字，分不清是 1 月还是 10 月，请写成“2026年10月1日”这样。"
Parsed = TypeVar("Parsed")
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
        self._faulty: set[str] = set()

    def get(self, key: str) -> str:
        """Return a field's text; a number that lost digits refuses the row, an error is noted."""
        index = self.plan.column_of(key)
        if index in self.row.ruined:
            self.refuse(key, "这一格是数字格式，长号码的后几位已经变成 0，无法还原。")
        text = self._values.get(key, "")
        if self.kind(key) is CellKind.ERROR:
            if key not in self._faulty:
                self._faulty.add(key)
                self.note(key, AS_ERROR)
            return ""
        return "" if len(text) <= 9 and _EMPTY.fullmatch(text) else text

    def written(self, key: str) -> str:
        """Return the text of a cell as it is in the sheet, for the report."""
        return self._values.get(key, "")

    def is_filled(self, key: str) -> bool:
        """Return whether the cell of a field holds anything, without reading it."""
        return bool(self._values.get(key))

    def kind(self, key: str) -> CellKind | None:
        """Return what a cell is where it is no text to the spreadsheet."""
        index = self.plan.column_of(key)
        return self.row.kinds.get(index) if index is not None else None

    def is_merged(self, key: str) -> bool:
        """Return whether a cell is merged with one of another row."""
        return self.plan.column_of(key) in self.row.merged

    def heading(self, key: str) -> str:
        """Return the heading of a field's column, "" where it has none."""
        index = self.plan.column_of(key)
        return self.plan.headings[index] if index is not None else ""

    def note_unread(self, key: str, reason: str) -> None:
        """Note that a cell was not read; of one that became a date or a time, that instead."""
        is_date = self.kind(key) in (CellKind.DATE, CellKind.TIME)
        self.note(key, AS_DATE if is_date else reason)

    def closing_day(self, key: str, reason: str) -> date | None:
        """Return the last day a cell states; one that is no date refuses the row."""
        written = self.get(key)
        text = as_date(written, self.kind(key))
        day = parse_last_day(text) if text else None
        if written and day is None:
            self.refuse(key, reason if text else AS_NUMBER)
        return day

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

    def note(self, key: str, reason: str, fix: str = "", *, is_hidden: bool = False) -> None:
        """Add a problem of a cell that was not understood; the row stays.

        The report keeps nothing of a cell that is hidden: it must not be stored anywhere.
        """
        self._add(Level.NOTE, key, reason, fix, is_hidden=is_hidden)

    def refuse(self, key: str, reason: str, fix: str = "") -> NoReturn:
        """Add the problem because of which the row cannot be loaded, and give the row up."""
        self._add(Level.REFUSED, key, reason, fix)
        raise RowRefusedError

    def _add(
        self, level: Level, key: str, reason: str, fix: str, *, is_hidden: bool = False
    ) -> None:
        index, field = self.plan.column_of(key), self.fields.by_key[key]
        heading = self.plan.headings[index] if index is not None else field.label
        is_hidden = is_hidden or key in self.fields.hidden
        value = "（不显示）" if is_hidden else mask(self._values.get(key, ""))
        fix = fix or field.fix or _ADVICE
        place = (level, self.plan.sheet, self.row.number, heading)
        self.problems.append(Problem(*place, value, reason, fix))


class CellsReader:
    """Reads rows one by one; `cells` and `problems` are those of the row read last."""

    def __init__(self, plan: Plan, fields: FieldSet) -> None:
        self.plan, self.fields = plan, fields
        self.problems: list[Problem] = []
        self.cells: RowCells

    def opened(self, row: Row) -> RowCells | None:
        """Return the cells of a row, None for a row of no data."""
        self.problems = []
        self.cells = RowCells(self.plan, self.fields, row, self.problems)
        return None if self.cells.is_no_data() else self.cells

    @property
    def is_refused(self) -> bool:
        """Whether the row read last cannot be stored."""
        return any(one.level is Level.REFUSED for one in self.problems)


class PartsReader(CellsReader, Generic[Parsed]):
    """Reads rows part by part, so that the faults of all parts are in one round.

    `begin` makes what a row (its number) gives; each part fills in some of it, or refuses the row.
    """

    def __init__(
        self,
        plan: Plan,
        fields: FieldSet,
        begin: Callable[[int], Parsed],
        parts: Sequence[Callable[[RowCells, Parsed], None]],
    ) -> None:
        super().__init__(plan, fields)
        self.begin, self.parts = begin, parts

    def read(self, row: Row) -> Parsed | None:
        """Return what a row gives, None for a row of none; problems are in `problems`."""
        cells = self.opened(row)
        if cells is None:
            return None
        parsed = self.begin(row.number)
        fill(cells, parsed, self.parts)
        return parsed


def fill(
    cells: RowCells, parsed: Parsed, parts: Sequence[Callable[[RowCells, Parsed], None]]
) -> None:
    """Fill in what cells state, part by part: a part that refuses hides no other's faults."""
    for part in parts:
        with suppress(RowRefusedError):
            part(cells, parsed)
