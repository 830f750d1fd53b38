"""The report of a dry run: the problems of a sheet's rows, page by page or as a sheet."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Self

from core.labels import Labelled
from core.paging import Page
from sheets.writing import Column, Kind, write_sheet

PER_PAGE = 20
LONGEST_SHOWN = 60
_PRIVATE = re.compile(r"(?<!\d)(\d{3})\d{4,11}(\d{3}[\dXx])(?!\d)")
COLUMNS = (
    Column("结果", 12),
    Column("工作表", 12),
    Column("行号", 8, Kind.NUMBER),
    Column("列", 16),
    Column("表里写的", 30),
    Column("原因", 40),
    Column("怎么改", 40),
)


class Level(Labelled):
    """The effect of a problem on its row."""

    REFUSED = ("REFUSED", "没有导入")
    SKIPPED = ("SKIPPED", "重复，跳过")
    RETURNED = ("RETURNED", "导入为待改")
    CHANGED = ("CHANGED", "会改动")
    NOTE = ("NOTE", "提醒")


@dataclass(frozen=True)
class Problem:
    """One line of the error file: place, value, why it is wrong, how to correct it."""

    level: Level
    sheet: str
    row: int
    column: str
    value: str
    reason: str
    fix: str

    def dumps(self) -> str:
        """Return the problem as one JSON line."""
        return json.dumps({**vars(self), "level": self.level.value}, ensure_ascii=False)

    @classmethod
    def loads(cls, line: str) -> Self:
        """Return the object of one JSON line."""
        raw = json.loads(line)
        return cls(**{**raw, "level": Level(raw["level"])})


def mask(text: str) -> str:
    """Return at most 60 characters of a cell, long numbers without their middle."""
    text = _PRIVATE.sub(r"\1****\2", text.replace("\n", " "))
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def problems(path: Path) -> Iterator[Problem]:
    """Read a report, in the order of the sheet; nothing where there is none."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield Problem.loads(line)


def page(path: Path, *, number: int, level: Level | None, total: int) -> Page[Problem]:
    """Return one page of the problems of a level (of all where None)."""
    number = min(number, max(1, -(-total // PER_PAGE)))
    wanted = (problem for problem in problems(path) if level in (None, problem.level))
    start = (number - 1) * PER_PAGE
    rows = list(islice(wanted, start, start + PER_PAGE))
    return Page(rows, number, PER_PAGE, total)


def totals(path: Path) -> dict[Level, int]:
    """Return how many problems there are of each level."""
    found = dict.fromkeys(Level, 0)
    for problem in problems(path):
        found[problem.level] += 1
    return found


def as_sheet(path: Path) -> bytes:
    """Return the whole report as an xlsx."""
    rows = (
        (p.level.label, p.sheet, p.row, p.column, p.value, p.reason, p.fix) for p in problems(path)
    )
    return write_sheet(COLUMNS, rows, title="问题清单")
