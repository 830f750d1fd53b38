"""A short list whose columns have their headings: the rows below them, read in one pass."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from core.errors import DomainError
from sheets.columns import FieldSet, cell
from sheets.guessing import LOOKED_AT, find_head, guess_columns
from sheets.kinds import CellKind
from sheets.reading import Row, read_rows
from sheets.uploads import Upload


@dataclass(frozen=True)
class Listing:
    """The rows of a list. `unused` are the headings that name no field."""

    columns: Mapping[str, int]
    unused: tuple[str, ...]
    rows: Iterator[Row]

    def text(self, row: Row, key: str) -> str:
        """Return the text of a field in a row."""
        return cell(row.cells, self.columns.get(key))

    def kind(self, row: Row, key: str) -> CellKind | None:
        """Return what the cell of a field is where it is no text to the spreadsheet."""
        column = self.columns.get(key)
        return row.kinds.get(column) if column is not None else None

    def is_ruined(self, row: Row, key: str) -> bool:
        """Return whether the number in a field has lost its last digits."""
        return self.columns.get(key) in row.ruined


def read_listing(upload: Upload, fields: FieldSet) -> Listing:
    """Return the rows below the headings; title rows above them are passed over.

    Raises DomainError (field "file") where there are no headings or a required one is missing.
    """
    rows = read_rows(upload)
    first = list(islice(rows, LOOKED_AT + 1))  # a heading may have a second row below the last
    head = find_head(first, fields)
    if not head.last_row:
        words = "、".join(one.label for one in fields.fields)
        raise DomainError(f"没有找到列名。第一行要写：{words}。", field="file")
    guessed = guess_columns(head, (), fields)
    missing = fields.missing(guessed.values())
    if missing:
        raise DomainError(f"表里缺这几列：{'、'.join(missing)}。", field="file")
    unused = (text for index, text in enumerate(head.headings) if index not in guessed)
    below = (row for row in chain(first, rows) if row.number > head.last_row)
    return Listing({key: index for index, key in guessed.items()}, tuple(unused), below)
