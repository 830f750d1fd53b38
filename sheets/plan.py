"""How one sheet is to be read and loaded, kept with its batch as JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

LONGEST_SOURCE = 80  # characters of import_batch.source

Settings = Mapping[str, Any]


@dataclass
class Counts:
    """What a dry run found, by rows. `staged` counts the rows a load would write, by outcome."""

    read: int = 0
    staged: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    repeated: int = 0  # the same as a row above
    known: int = 0  # the same as a row of the database
    notes: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def loadable(self) -> int:
        """How many rows a load would write."""
        return sum(self.staged.values())

    @property
    def ignored(self) -> int:
        """How many rows were none of the noun: examples, repeated headings, totals."""
        return self.read - self.loadable - self.refused - self.repeated - self.known


@dataclass(frozen=True)
class Fix:
    """A correction of all cells of a column: `written` is read as `becomes`.

    `is_whole`: of cells that are nothing but `written`; else wherever the words are in a cell.
    """

    heading: str
    written: str
    becomes: str
    is_whole: bool = True

    def of(self, text: str) -> str:
        """Return a cell of the column as it is read."""
        if self.is_whole:
            return self.becomes if text == self.written else text
        return text.replace(self.written, self.becomes).strip()


@dataclass(frozen=True)
class ColumnChoice:
    """How a person wants a sheet to be read; `columns` maps a column (from 0) to a field."""

    columns: Mapping[int, str]
    source: str
    settings: Settings
    skips_hidden: bool = False


@dataclass
class Plan:
    """How one sheet is read and loaded.

    `columns` maps a column (from 0) to a field; `last_header_row` is the sheet's own number,
    0 where there is no heading. `settings` is what the noun asks about the sheet as a whole.
    """

    stored: str
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    last_header_row: int = 0
    headings: list[str] = field(default_factory=list)
    columns: dict[int, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    forced: bool = False
    counts: Counts | None = None
    failure: str = ""
    kept: list[int] = field(default_factory=list)  # rows an undo left alone
    header_row: int | None = None  # where the viewer named it
    hidden_rows: int = 0
    skips_hidden: bool = False
    fixes: list[Fix] = field(default_factory=list)
    owner: str = ""  # the office that remembers how its sheets are read
    recalled: str = ""  # when the columns were chosen that are used again

    def dumps(self) -> str:
        """Return the JSON kept with the batch."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def loads(cls, text: str) -> Self:
        """Return the plan of a batch's JSON."""
        raw: dict[str, Any] = json.loads(text)
        raw["columns"] = {int(index): key for index, key in raw["columns"].items()}
        raw["counts"] = Counts(**raw["counts"]) if raw["counts"] else None
        raw["fixes"] = [Fix(**one) for one in raw.get("fixes", [])]
        return cls(**raw)

    def column_of(self, key: str) -> int | None:
        """Return the column that holds a field, or None."""
        return next((index for index, name in self.columns.items() if name == key), None)
