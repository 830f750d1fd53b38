"""Exports: a list declares its columns and its query once; what is written is the list, whole."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select

from core import clock, filters
from core.access import Role
from core.db import db
from core.errors import DomainError
from core.paging import count_of
from sheets.writing import Column, Kind, Note, write_sheet

CHUNK = 500  # rows read at a time
CHANGED = "导出的时候名单正好变了，请再导一次。"
NOTHING = "没有可以导出的。"
SECRECY = Note("保密", "本表含个人信息，只用于导出时写明的用途，用完删除。")
MASKED = Note("号码", "手机号和身份证号已打码。")
Value = Callable[[Any], Any]
OnProgress = Callable[[int], None]


@dataclass(frozen=True)
class Cell:
    """A column of an export and what an entry has in it; `mask` hides a number in part."""

    column: Column
    value: Value
    mask: Callable[[Any], str] | None = None

    def written(self, entry: Any, *, is_whole: bool) -> Any:
        """Return what the cell of an entry holds, a number masked unless it is wanted whole."""
        value = self.value(entry)
        return value if self.mask is None or is_whole else self.mask(value)


def text(heading: str, value: Value, width: int = 16) -> Cell:
    """Return a column of text."""
    return Cell(Column(heading, width), value)


def number(heading: str, value: Value, width: int = 10) -> Cell:
    """Return a column of numbers."""
    return Cell(Column(heading, width, Kind.NUMBER), value)


def digits(heading: str, value: Value, width: int = 20) -> Cell:
    """Return a column of numbers that are text, shown to all who see the list."""
    return Cell(Column(heading, width, Kind.ID), value)


def phone(heading: str, value: Value) -> Cell:
    """Return a column of people's phone numbers, masked by default."""
    return Cell(Column(heading, 16, Kind.ID), value, filters.mask_phone)


def identity(heading: str, value: Value) -> Cell:
    """Return a column of identity numbers, masked by default."""
    return Cell(Column(heading, 22, Kind.ID), value, filters.mask_id)


def day(heading: str, value: Value) -> Cell:
    """Return a column of days; a moment counts for its day in Beijing."""

    def read(entry: Any) -> date | None:
        found = value(entry)
        return clock.day_of(found) if isinstance(found, datetime) else found

    return Cell(Column(heading, 14, Kind.DAY), read)


def label(heading: str, value: Value, width: int = 14) -> Cell:
    """Return a column of labelled values, empty where there is none."""

    def read(entry: Any) -> str:
        found = value(entry)
        return found.label if found is not None else ""

    return text(heading, read, width)


def _as_they_are(rows: Sequence[Any], _viewer: Any) -> Iterable[Any]:
    return rows


@dataclass(frozen=True)
class ListExport:
    """A list that can be exported: who may, the query its page shows, and its columns.

    `query` takes the viewer and reads the filters from the address, as the page does. `entries`
    turns some of its rows into what the cells read, where a row alone does not hold it. `people`
    returns the ids of the veterans an entry shows; without it the list shows nobody.
    """

    key: str
    title: str
    unit: str
    page: str  # the endpoint of the page that shows the list
    roles: frozenset[Role]
    query: Callable[[Any], Select[Any]]
    cells: tuple[Cell, ...]
    entries: Callable[[Sequence[Any], Any], Iterable[Any]] = _as_they_are
    people: Callable[[Any], Iterable[int]] | None = None
    notes: tuple[Note, ...] = field(default=())

    @property
    def shows_people(self) -> bool:
        """Return whether the list names veterans."""
        return self.people is not None

    @property
    def has_numbers(self) -> bool:
        """Return whether some column is masked by default."""
        return any(cell.mask is not None for cell in self.cells)


@dataclass
class Written:
    """An export as it was written: the workbook, how many rows it has, the people it shows."""

    data: bytes = b""
    rows: int = 0
    people: set[int] = field(default_factory=set)


def write_export(
    listing: ListExport,
    viewer: Any,
    *,
    is_whole: bool = False,
    on_progress: OnProgress = lambda done: None,
) -> Written:
    """Return the workbook of a list as the viewer sees it, every row of it.

    Its last line is the total, which the query counts. Raises DomainError where the list is
    empty, or where others changed it while it was read.
    """
    query = listing.query(viewer)
    total = count_of(query)
    if not total:
        raise DomainError(NOTHING)
    written = Written()
    written.data = write_sheet(
        [cell.column for cell in listing.cells],
        _lines(listing, _entries(listing, query, viewer, written, on_progress), is_whole=is_whole),
        title=listing.title,
        notes=_notes(listing, is_whole=is_whole),
        foot=f"共 {total} {listing.unit}",
    )
    if written.rows != total:
        raise DomainError(CHANGED)
    return written


def _entries(
    listing: ListExport,
    query: Select[Any],
    viewer: Any,
    written: Written,
    on_progress: OnProgress,
) -> Iterator[Any]:
    """Yield what the cells read, and count the rows and the people in `written`."""
    found = db.session.scalars(query.execution_options(yield_per=CHUNK))
    for rows in found.partitions():
        for entry in listing.entries(rows, viewer):
            written.people.update(listing.people(entry) if listing.people else ())
            yield entry
        written.rows += len(rows)
        on_progress(written.rows)


def _lines(listing: ListExport, entries: Iterable[Any], *, is_whole: bool) -> Iterator[list[Any]]:
    for entry in entries:
        yield [cell.written(entry, is_whole=is_whole) for cell in listing.cells]


def _notes(listing: ListExport, *, is_whole: bool) -> list[Note]:
    masked = [MASKED] if listing.has_numbers and not is_whole else []
    secret = [SECRECY] if listing.shows_people else []
    return [*listing.notes, *masked, *secret]
