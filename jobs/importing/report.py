"""The error file: the problems of a sheet's rows, page by page or as a sheet."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from core.paging import Page
from jobs.importing.parsed import Level, Problem
from sheets import Column, Kind, write_sheet

PER_PAGE = 20
COLUMNS = (
    Column("结果", 12),
    Column("工作表", 12),
    Column("行号", 8, Kind.NUMBER),
    Column("列", 16),
    Column("表里写的", 30),
    Column("原因", 40),
    Column("怎么改", 40),
)


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
