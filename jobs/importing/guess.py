"""Finds the heading row and the meaning of each column: by words, else by contents."""

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jobs.importing.fields import field_of
from jobs.importing.parse.employers import looks_like_name
from jobs.importing.parse.pay import is_left_open, parse_pay
from jobs.importing.parse.summary import is_summary
from people.divisions.atlas import find_place
from sheets import Row

LOOKED_AT = 10  # rows from the top where headings may be
ENOUGH = 0.6  # share of the samples that must agree
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Head:
    """The heading of a sheet and its last row, numbered as in the sheet (0: no heading)."""

    last_row: int
    headings: tuple[str, ...]


def find_head(rows: Sequence[Row], *, has_header: bool = True) -> Head:
    """Find the heading row among the first rows; without one, columns are named by letter.

    A heading of two rows (薪资 over 最低, 最高) is joined: 薪资最低, 薪资最高.
    """
    width = max((len(row.cells) for row in rows), default=0)
    letters = tuple(f"第 {letter(i)} 列" for i in range(width))
    scored = [(_known(row.cells), -i) for i, row in enumerate(rows[:LOOKED_AT])]
    best, place = max(scored, default=(0, 0))
    if not has_header or best < min(2, width):
        return Head(0, letters)
    top = rows[-place]
    below = rows[-place + 1] if len(rows) > -place + 1 else None
    if below is not None and _is_second_half(top.cells, below.cells):
        joined = [a if a == b else a + b for a, b in zip(top.cells, below.cells, strict=False)]
        return Head(below.number, _named(joined, letters))
    return Head(top.number, _named(top.cells, letters))


def letter(index: int) -> str:
    """Return a column's letter as in Excel: 0 is A, 26 is AA."""
    return LETTERS[index] if index < 26 else LETTERS[index // 26 - 1] + LETTERS[index % 26]


def _known(cells: Sequence[str]) -> int:
    """Count the cells of a row that are headings; a title over all columns is none."""
    return len({found[0] for cell in set(cells) if (found := field_of(cell)) is not None})


def _is_second_half(top: Sequence[str], below: Sequence[str]) -> bool:
    """Return whether a merged heading continues in the next row: same words above one another."""
    repeats = any(a and a == b for a, b in itertools.pairwise(top))
    shared = sum(1 for a, b in zip(top, below, strict=False) if a and a == b)
    return repeats and shared >= len(top) // 2 and not any(re.search(r"\d{3}", c) for c in below)


def _named(cells: Sequence[str], letters: Sequence[str]) -> tuple[str, ...]:
    padded = [*cells, *[""] * (len(letters) - len(cells))]
    names = [" ".join(cell.split()) or name for cell, name in zip(padded, letters, strict=True)]
    return tuple(
        f"{name}（{letter(i)} 列）" if names.count(name) > 1 else name
        for i, name in enumerate(names)
    )


def guess_columns(head: Head, samples: Sequence[Row]) -> dict[int, str]:
    """Return column -> field. Each field is given to one column; the rest stays unassigned."""
    columns: dict[int, str] = {}
    sure = [(found[1], -i, found[0]) for i, heading in enumerate(head.headings)
            if (found := field_of(heading)) is not None]  # fmt: skip
    for _, place, key in sorted(sure, reverse=True):
        if key not in columns.values():
            columns[-place] = key
    for index in range(len(head.headings)):
        values = [row.cells[index] for row in samples if index < len(row.cells)]
        meaning = _by_contents([value for value in values if value])
        if index not in columns and meaning and meaning not in columns.values():
            columns[index] = meaning
    if "title" not in columns.values():
        _guess_title(columns, head, samples)
    return _without_doubles(columns)


def _by_contents(values: Sequence[str]) -> str | None:
    if not values:
        return None
    for key, test in _TESTS:
        if sum(map(test, values)) >= ENOUGH * len(values):
            return key
    return None


def _guess_title(columns: dict[int, str], head: Head, samples: Sequence[Row]) -> None:
    """Without a heading the first column of short words that vary is the title."""
    if head.last_row:
        return
    for index in range(len(head.headings)):
        values = [row.cells[index] for row in samples if index < len(row.cells)]
        wordy = sum(1 for value in values if 2 <= len(value) <= 40 and _has_words(value))
        if index not in columns and values and wordy >= 0.9 * len(values):
            columns[index] = "title"
            return


def _without_doubles(columns: dict[int, str]) -> dict[int, str]:
    """Drop a column that another one states better: one pay span against its two bounds."""
    found = set(columns.values())
    extra = {"pay"} if {"pay_min", "pay_max"} <= found else set[str]()
    return {index: key for index, key in sorted(columns.items()) if key not in extra}


def _has_words(value: str) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]{2}|[A-Za-z]{3}", value))


def _is_place(value: str) -> bool:
    named = bool(re.fullmatch(r"[\u4e00-\u9fff]{1,10}(省|市|区|县|镇|乡|街道)", value))
    return named or (len(value) <= 24 and find_place(value) is not None)


def _is_pay(value: str) -> bool:
    is_pay = bool(re.search(r"万|千|元|[kK]", value)) and parse_pay(value) is not None
    return is_pay or (value != "" and "面议" in value and is_left_open(value))


_TESTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("summary", is_summary),
    ("facts", lambda value: value.count("|") == 2 and bool(re.search(r"\d人", value))),
    ("pay", _is_pay),
    ("employer", looks_like_name),
    ("place", _is_place),
    ("schooling", lambda v: len(v) <= 10 and bool(re.match(r"(初中|高中|中专|大专|本科|不限)", v))),
    ("description", lambda value: len(value) >= 60),
)
