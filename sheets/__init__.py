"""Spreadsheets: xlsx and CSV read within limits, and written so that no cell is executed."""

from .dates import parse_day
from .reading import Cells, Row, SheetInfo, list_sheets, read_rows
from .writing import Column, Kind, Note, write_csv, write_sheet

__all__ = [
    "Cells",
    "Column",
    "Kind",
    "Note",
    "Row",
    "SheetInfo",
    "list_sheets",
    "parse_day",
    "read_rows",
    "write_csv",
    "write_sheet",
]
