"""Finds the heading row and the meaning of each column: by words, else by contents."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import DomainError
from sheets.columns import FieldSet, cell
from sheets.reading import Row

LOOKED_AT = 10  # rows from the top where headings may be
ENOUGH = 0.6  # share of the samples that must agree
MOSTLY = 0.9  # share of short words in the leading column
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Head:
    """The heading of a sheet and its last row, numbered as in the sheet (0: no heading)."""

    last_row: int
    headings: tuple[str, ...]


def find_head(
    rows: Sequence[Row], fields: FieldSet, *, has_header: bool = True, header_row: int | None = None
) -> Head:
    """Find the heading row among the first rows; without one, columns are named by letter.

    A heading of two rows (薪资 over 最低, 最高) is joined: 薪资最低, 薪资最高. `header_row` is the
    sheet's own number of the row: then no other counts. Raises DomainError where it is empty.
    """
    width = max((len(row.cells) for row in rows), default=0)
    letters = tuple(f"第 {letter(i)} 列" for i in range(width))
    if header_row is None:
        place = _best_place(rows, fields, width) if has_header else None
    else:
        place = _place_of(rows, header_row)
    if place is None:
        return Head(0, letters)
    top = rows[place]
    below = rows[place + 1] if len(rows) > place + 1 else None
    if below is not None and _is_second_half(top.cells, below.cells):
        joined = [a if a == b else a + b for a, b in zip(top.cells, below.cells, strict=False)]
        return Head(below.number, _named(joined, letters))
    return Head(top.number, _named(top.cells, letters))


def _best_place(rows: Sequence[Row], fields: FieldSet, width: int) -> int | None:
    """Return the place of the row with most headings, None where none has enough."""
    scored = [(_known(row.cells, fields), -i) for i, row in enumerate(rows[:LOOKED_AT])]
    best, place = max(scored, default=(0, 0))
    return -place if rows and best >= min(2, width) else None


def _place_of(rows: Sequence[Row], number: int) -> int:
    for place, row in enumerate(rows):
        if row.number == number:
            return place
    raise DomainError(f"第 {number} 行没有内容，不能当表头。", field="file")


def letter(index: int) -> str:
    """Return a column's letter as in Excel: 0 is A, 26 is AA."""
    return LETTERS[index] if index < 26 else LETTERS[index // 26 - 1] + LETTERS[index % 26]


def _known(cells: Sequence[str], fields: FieldSet) -> int:
    """Count the cells of a row that are headings; a title over all columns is none."""
    found = (fields.field_of(heading) for heading in set(cells))
    return len({one[0] for one in found if one is not None})


def _is_second_half(top: Sequence[str], below: Sequence[str]) -> bool:
    """Return whether a merged heading continues in the next row: same words above one another."""
    repeats = any(a and a == b for a, b in itertools.pairwise(top))
    shared = sum(1 for a, b in zip(top, below, strict=False) if a and a == b)
    return repeats and shared >= len(top) // 2 and not any(re.search(r"\d{3}", c) for c in below)


def _named(cells: Sequence[str], letters: Sequence[str]) -> tuple[str, ...]:
    padded = [*cells, *[""] * (len(letters) - len(cells))]
    names = [" ".join(text.split()) or name for text, name in zip(padded, letters, strict=True)]
    return tuple(
        f"{name}（{letter(i)} 列）" if names.count(name) > 1 else name
        for i, name in enumerate(names)
    )


def guess_columns(head: Head, samples: Sequence[Row], fields: FieldSet) -> dict[int, str]:
    """Return column -> field. Each field is given to one column; the rest stays unassigned."""
    columns: dict[int, str] = {}
    sure = [(found[1], -i, found[0]) for i, heading in enumerate(head.headings)
            if (found := fields.field_of(heading)) is not None]  # fmt: skip
    for _, place, key in sorted(sure, reverse=True):
        if key not in columns.values():
            columns[-place] = key
    for index in range(len(head.headings)):
        meaning = _by_contents(_values(samples, index), fields)
        if index not in columns and meaning and meaning not in columns.values():
            columns[index] = meaning
    if fields.leading and fields.leading not in columns.values() and not head.last_row:
        _guess_leading(columns, head, samples, fields.leading)
    return _without_doubles(columns, samples, fields)


def _values(samples: Sequence[Row], index: int) -> list[str]:
    return [value for row in samples if (value := cell(row.cells, index))]


def _by_contents(values: Sequence[str], fields: FieldSet) -> str | None:
    if not values:
        return None
    for test in fields.contents:
        if sum(map(test.passes, values)) >= ENOUGH * len(values):
            return test.key
    return None


def _guess_leading(columns: dict[int, str], head: Head, samples: Sequence[Row], key: str) -> None:
    """Give the leading field to the first column of short words."""
    for index in range(len(head.headings)):
        values = [row.cells[index] for row in samples if index < len(row.cells)]
        wordy = sum(1 for value in values if 2 <= len(value) <= 40 and _has_words(value))
        if index not in columns and values and wordy >= MOSTLY * len(values):
            columns[index] = key
            return


def _without_doubles(
    columns: dict[int, str], samples: Sequence[Row], fields: FieldSet
) -> dict[int, str]:
    """Drop a column that others state better: one span against its two bounds, if not empty."""
    found = {key for index, key in columns.items() if not samples or _values(samples, index)}
    extra = {key for key, parts in fields.in_parts.items() if parts <= found}
    return {index: key for index, key in sorted(columns.items()) if key not in extra}


def _has_words(value: str) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]{2}|[A-Za-z]{3}", value))
