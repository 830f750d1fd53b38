"""What a cell is besides its text: spreadsheets turn what people type into dates and numbers."""

import re
from collections.abc import Sequence
from enum import StrEnum

ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)
EXACT_DIGITS = 10**15  # a spreadsheet keeps 15 digits of a number; a longer one has lost the rest
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?")
_SHORTENED = re.compile(r"[+-]?(\d(?:\.\d{1,15})?)E\+(\d{1,3})", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")


class CellKind(StrEnum):
    """What a cell is where it is no text."""

    NUMBER = "number"
    NUMBER_1904 = "number-1904"  # of a workbook whose days count from 1904
    DATE = "date"
    TIME = "time"
    ERROR = "error"


def kind_of_text(text: str) -> CellKind | None:
    """Return what a cell of a text file was in the spreadsheet that saved it, None for text."""
    if text.upper() in ERRORS:
        return CellKind.ERROR
    if _NUMBER.fullmatch(text):
        return CellKind.NUMBER
    return CellKind.DATE if _DATE.fullmatch(text) else None


def kinds_of(cells: Sequence[str]) -> dict[int, CellKind]:
    """Return the kinds of the cells of a row of a text file."""
    return {
        i: kind for i, text in enumerate(cells) if text and (kind := kind_of_text(text.strip()))
    }


def lost_digits(text: str) -> bool:
    """Return whether a number is written short by a spreadsheet: 3.4E+17, 1.38E+10."""
    found = _SHORTENED.fullmatch(text.strip())
    if found is None:
        return False
    kept, exponent = len(found[1].replace(".", "")), int(found[2])
    return exponent >= 15 or kept <= exponent
