"""Writing of xlsx and CSV files without formulas, links or numbers that lose digits."""

import csv
import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

MAX_CELL = 32_767
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_SHEET_NAME_BANNED = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD = {"bold": True, "bg_color": "#EAF1EE", "border": 1, "text_wrap": True, "valign": "vcenter"}
MENU_ROWS = 2000  # rows with a drop-down list


class Kind(enum.Enum):
    """The type of a column. ID is text of digits, which must never become a number."""

    TEXT = "TEXT"
    ID = "ID"
    NUMBER = "NUMBER"
    DAY = "DAY"


FORMATS = {Kind.NUMBER: "0.##", Kind.DAY: "yyyy-mm-dd"}


@dataclass(frozen=True)
class Column:
    """A column: heading, width in characters and, where limited, the values to choose from."""

    heading: str
    width: int = 16
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """One line of the second sheet, which explains the first."""

    name: str
    text: str


def write_sheet(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    notes: Sequence[Note] = (),
    foot: str = "",
) -> bytes:
    """Return an xlsx of one sheet (a second one with notes), its header frozen.

    A value of a TEXT or ID column is written as text, even if it begins like a formula; NUMBER
    columns take int and float, DAY columns a date, and None leaves a cell empty. `foot` is a last
    line below the rows.
    """
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"title": plain(title)})
    sheet = book.add_worksheet(sheet_name(title))
    _write_head(book, sheet, columns)
    line = 0
    for line, row in enumerate(rows, start=1):
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write_cell(sheet, line, place, column, value)
    if foot:
        sheet.write_string(line + 1, 0, plain(foot), book.add_format({"bold": True}))
    if notes:
        _write_notes(book, notes)
    book.close()
    return buffer.getvalue()


def sheet_name(title: str) -> str:
    """Return a name Excel and WPS accept for a sheet."""
    return _SHEET_NAME_BANNED.sub(" ", plain(title)).strip()[:31] or "表"


def _write_head(book: Any, sheet: Any, columns: Sequence[Column]) -> None:
    head = book.add_format(_HEAD)
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    kinds = {
        kind: book.add_format({"num_format": form, "valign": "top"})
        for kind, form in FORMATS.items()
    }
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, kinds.get(column.kind, text))
        sheet.write_string(0, place, plain(column.heading), head)
        if column.choices:
            source = {"validate": "list", "source": list(column.choices), "ignore_blank": True}
            source["error_title"], source["error_message"] = "请从列表里选", "只能选列表里的词。"
            sheet.data_validation(1, place, MENU_ROWS, place, source)
    sheet.freeze_panes(1, 0)


def _write_cell(sheet: Any, line: int, place: int, column: Column, value: Any) -> None:
    if value is None or value == "":
        return
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if column.kind is Kind.NUMBER and is_number:
        sheet.write_number(line, place, value)
    elif column.kind is Kind.DAY and isinstance(value, date):
        sheet.write_datetime(line, place, value)
    else:
        sheet.write_string(line, place, plain(value))


def _write_notes(book: Any, notes: Sequence[Note]) -> None:
    sheet = book.add_worksheet("填写说明")
    wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    bold = book.add_format({"bold": True, "valign": "top", "num_format": "@"})
    sheet.set_column(0, 0, 16, bold)
    sheet.set_column(1, 1, 80, wrap)
    for line, note in enumerate(notes):
        sheet.write_string(line, 0, plain(note.name))
        sheet.write_string(line, 1, plain(note.text))


def plain(value: Any) -> str:
    """Return a value as text a cell can hold: no control characters, at most MAX_CELL."""
    text = _UNWRITABLE.sub("", str(value))
    return text if len(text) <= MAX_CELL else f"{text[: MAX_CELL - 1]}…"


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a CSV that Excel and WPS read as UTF-8; no text can become a formula.

    Long numbers lose their last digits when a CSV is opened, so ID columns are refused:
    ValueError.
    """
    if any(column.kind is Kind.ID for column in columns):
        raise ValueError("an ID column belongs in an xlsx, never in a CSV")
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([neutral(column.heading) for column in columns])
    writer.writerows([[neutral(value) for value in row] for row in rows])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def neutral(value: Any) -> Any:
    """Return a value as a CSV cell that no spreadsheet treats as a formula."""
    if value is None:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    text = plain(value)
    return f"'{text}" if text.lstrip(" \u3000\ufeff").startswith(FORMULA_MARKS) else text
