"""Rows of the tables of words, with their place for a message of fault."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from lexicon.characters import nfkc


class Row(NamedTuple):
    """One row: where it is, and its cells by column."""

    where: str
    cells: Mapping[str, str]

    def parts(self, column: str) -> tuple[str, ...]:
        """Return the values of a cell that holds several."""
        return tuple(part for part in self.cells[column].split("|") if part)


def fold(text: str) -> str:
    """Return text in a comparable spelling: one width, capitals, no blanks inside a line."""
    return re.sub(r"[^\S\n]+", "", nfkc(text).upper())


def rows_of(path: Path, columns: str) -> Iterator[Row]:
    """Return the rows of a table. Raises ValueError for other columns or a wrong row."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, restkey="")
        if reader.fieldnames != columns.split(","):
            raise ValueError(f"{path.name}:1: need the columns {columns}")
        for cells in reader:
            where = f"{path.name}:{reader.line_num}"
            if "" in cells or None in cells.values():
                raise ValueError(f"{where}: need {len(reader.fieldnames)} cells")
            yield Row(where, {name: cell.strip() for name, cell in cells.items()})


def claim(owners: dict[str, str], owner: str, words: Iterable[str], where: str) -> None:
    """Record the owner of each word; a word with two owners could not be looked up."""
    for word in words:
        if not word or word in owners:
            raise ValueError(f"{where}: {word!r} of {owner} is taken by {owners.get(word)!r}")
        owners[word] = owner
