"""Cells of vacancies as people write them: their readings, and the notes to who imports them.

The table `data/cells.csv`: field (with another heading behind "@"), cell as written, reading ("!"
where the row is refused), part of the only note ("" for none). A mark in braces before the cell is
what the spreadsheet takes it for.
"""

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from jobs.importing.fields import FIELDS
from jobs.importing.parsed import ParsedVacancy
from jobs.importing.rows import Reader
from sheets import Row
from sheets.kinds import CellKind, kinds_of, lost_digits
from sheets.plan import Plan
from sheets.report import Problem

TODAY = date(2026, 3, 1)
ROW = 7
LEAST = 400
KINDS = {"{1904}": CellKind.NUMBER_1904} | {f"{{{kind.value}}}": kind for kind in CellKind}
PER = {"MONTH": "月", "DAY": "天", "HOUR": "小时", "PIECE": "件"}
_MARK = re.compile(r"\{\w+\}")


def _cells() -> list[tuple[str, str, str, str]]:
    path = Path(__file__).with_name("data") / "cells.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter="|", quoting=csv.QUOTE_NONE)
        next(lines)
        return [(line[0], line[1].replace("\\n", "\n"), line[2], line[3]) for line in _whole(lines)]


def _whole(lines) -> list[list[str]]:
    return [[*line, ""][:4] for line in lines]


CELLS = _cells()


def _read(column: str, written: str) -> tuple[ParsedVacancy | None, list[Problem]]:
    """Read a row of a title, an employer and one more cell."""
    key, _, heading = column.partition("@")
    mark = _MARK.match(written)
    text = written[mark.end() :] if mark else written
    kind = KINDS.get(mark[0]) if mark else kinds_of([text]).get(0)
    plan = Plan(
        "x",
        headings=["岗位名称", "单位名称", heading or FIELDS.by_key[key].label],
        columns={0: "title", 1: "employer", 2: key},
    )
    reader = Reader(plan, "", TODAY)
    at = frozenset({2})
    row = Row(
        ROW,
        ("保安", "怀远县安居物业有限公司", text),
        ruined=at if lost_digits(text) else frozenset(),
        kinds={2: kind} if kind else {},
        merged=at if mark and mark[0] == "{merged}" else frozenset(),
    )
    return reader.read(row), reader.problems


def _pay(parsed: ParsedVacancy) -> str:
    low, high = parsed.pay_min, parsed.pay_max
    if low is None and high is None:
        return ""
    return f"{low or ''}-{high or ''}/{PER[parsed.pay_period.value]}"


def _ages(parsed: ParsedVacancy) -> str:
    low, high = parsed.age_min, parsed.age_max
    return f"{low or ''}-{high or ''}" if low or high else ""


def _answer(value: bool | None) -> str:
    return "" if value is None else "是" if value else "否"


SHOWN: dict[str, Callable[[ParsedVacancy], object]] = {
    "headcount": lambda parsed: parsed.headcount,
    "summary": lambda parsed: parsed.headcount if parsed.headcount > 1 else "",
    "pay": _pay,
    "pay_min": _pay,
    "pay_max": _pay,
    "pay_period": _pay,
    "schooling": lambda parsed: parsed.schooling_min.label if parsed.schooling_min else "",
    "years": lambda parsed: "" if parsed.years_min is None else parsed.years_min,
    "age": _ages,
    "lodging": lambda parsed: _answer(parsed.has_lodging),
    "insurance": lambda parsed: _answer(parsed.has_insurance),
    "nights": lambda parsed: _answer(parsed.has_nights),
    "veterans": lambda parsed: _answer(parsed.veterans_first),
    "place": lambda parsed: parsed.place_code or "",
    "contact_phone": lambda parsed: parsed.unit.contact_phone,
    "credentials": lambda parsed: ",".join(parsed.credentials),
    "industry": lambda parsed: parsed.unit.industry.value if parsed.unit.industry else "",
    "staffing": lambda parsed: parsed.unit.staffing.value if parsed.unit.staffing else "",
    "valid_to": lambda parsed: parsed.valid_to.isoformat() if parsed.valid_to else "",
}


@pytest.mark.parametrize(("column", "written", "reading", "note"), CELLS)
def test_a_cell_is_read_as_it_is_meant_or_noted(column, written, reading, note):
    parsed, problems = _read(column, written)

    shown = "!" if parsed is None else str(SHOWN[column.partition("@")[0]](parsed))
    assert (shown, [problem.reason for problem in problems][1:]) == (reading, [])
    assert len(problems) == (note != "")
    for problem in problems:
        assert note in problem.reason
        assert problem.row == ROW
        heading = column.partition("@")[2] or FIELDS.by_key[column].label
        assert problem.column == heading
        assert problem.fix


def test_the_table_is_large_and_has_no_line_twice():
    assert len(CELLS) >= LEAST
    assert len({(column, written) for column, written, *_ in CELLS}) == len(CELLS)
