"""Arrivals in a sheet: three columns, a veteran a line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.errors import DomainError
from sheets.columns import Field, FieldSet
from sheets.dates import parse_day
from sheets.listing import Listing, read_listing
from sheets.uploads import Upload

FIELDS = FieldSet(
    (
        Field("name", "姓名"),
        Field("identity", "身份证号", ("身份证号码", "公民身份号码", "居民身份证号")),
        Field("approved_on", "批准退役日期", ("批准退役时间", "批准退役的日期")),
    ),
    required=("name", "identity", "approved_on"),
    is_exact=True,
)
HEADINGS = tuple(field.label for field in FIELDS.fields)
MOST_ROWS = 2000


@dataclass(frozen=True)
class Line:
    """One line of the sheet."""

    number: int
    name: str
    identity: str
    approved_on: date | None
    written: str  # the date as typed
    is_ruined: bool  # the identity number was stored as a number and has lost its last digits


@dataclass(frozen=True)
class ArrivalSheet:
    """The lines of a sheet, and headings that were not used."""

    lines: list[Line]
    unused: tuple[str, ...]


def arrivals_in(upload: Upload) -> ArrivalSheet:
    """Return the lines of a sheet; title rows above its headings are passed over.

    Raises DomainError (field "file") where a column is missing or there are too many lines.
    """
    listing = read_listing(upload, FIELDS)
    return ArrivalSheet(list(_lines(listing)), listing.unused)


def _lines(listing: Listing) -> Iterator[Line]:
    for count, row in enumerate(listing.rows, start=1):
        if count > MOST_ROWS:
            raise DomainError(f"一次最多 {MOST_ROWS} 人，请分几份。", field="file")
        written = listing.text(row, "approved_on")
        yield Line(
            row.number,
            listing.text(row, "name"),
            listing.text(row, "identity"),
            parse_day(written),
            written,
            listing.is_ruined(row, "identity"),
        )
