"""Arrivals in a sheet: three columns, a veteran a line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.errors import DomainError
from sheets.dates import parse_day
from sheets.reading import read_rows
from sheets.uploads import Upload

HEADINGS = {"name": "姓名", "identity": "身份证号", "approved_on": "批准退役日期"}
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


def lines_of(upload: Upload) -> Iterator[Line]:
    """Yield the lines of a sheet whose first filled line names the columns.

    Raises DomainError (field "file") where a column is missing or there are too many lines.
    """
    places: dict[str, int] | None = None
    count = 0
    for row in read_rows(upload):
        cells = [cell.strip() for cell in row.cells]
        if places is None:
            places = _places(cells)
            continue
        if not any(cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise DomainError(f"一次最多 {MOST_ROWS} 人，请分几份。", field="file")
        row_cells = {key: cells[at] if at < len(cells) else "" for key, at in places.items()}
        written = row_cells["approved_on"]
        is_ruined = places["identity"] in row.ruined
        yield Line(
            row.number,
            row_cells["name"],
            row_cells["identity"],
            parse_day(written),
            written,
            is_ruined,
        )
    if places is None:
        raise _no_heading()


def _places(cells: list[str]) -> dict[str, int] | None:
    """Return the position of each column; None for a title line above the headings."""
    if HEADINGS["name"] not in cells:
        if len([cell for cell in cells if cell]) <= 1:
            return None
        raise _no_heading()
    missing = [word for word in HEADINGS.values() if word not in cells]
    if missing:
        raise DomainError(f"表里缺这几列：{'、'.join(missing)}。", field="file")
    return {key: cells.index(word) for key, word in HEADINGS.items()}


def _no_heading() -> DomainError:
    words = "、".join(HEADINGS.values())
    return DomainError(f"没有找到列名。第一行要写：{words}。", field="file")
