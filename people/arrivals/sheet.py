"""Arrivals in a sheet: three columns, a veteran a line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.errors import DomainError
from sheets.columns import Field, FieldSet
from sheets.dates import as_date, has_day, parse_day
from sheets.kinds import CellKind
from sheets.listing import Listing, read_listing
from sheets.reading import Row
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
NO_DATE = "“{}”不是日期，请写成 2026-03-01。"
NO_DAY = "“{}”没有写哪一天，报到的期限要从那一天算起，请写成 2026-03-01。"
AS_NUMBER = "“{}”存成了数字，分不清是 1 月还是 10 月，请写成 2026-03-01。"
AS_ERROR = "批准退役日期那一格在表格里是出错的公式，请写成 2026-03-01。"


@dataclass(frozen=True)
class Line:
    """One line of the sheet."""

    number: int
    name: str
    identity: str
    approved_on: date | None
    date_fault: str  # why there is no date
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
        approved_on, fault = _approved(listing, row)
        yield Line(
            row.number,
            listing.text(row, "name"),
            listing.text(row, "identity"),
            approved_on,
            fault,
            listing.is_ruined(row, "identity"),
        )


def _approved(listing: Listing, row: Row) -> tuple[date | None, str]:
    """Return the day a retirement was approved, or None and the reason."""
    written, kind = listing.text(row, "approved_on"), listing.kind(row, "approved_on")
    if kind is CellKind.ERROR:
        return None, AS_ERROR
    text = as_date(written, kind)
    day = parse_day(text)
    if day is None:
        return None, (NO_DATE if text or not written else AS_NUMBER).format(written)
    return (day, "") if has_day(text) else (None, NO_DAY.format(written))
