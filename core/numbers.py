"""Whole numbers and years from outside, within what the database can store."""

import re

LARGEST = 2**31 - 1  # of a column of whole numbers
YEARS = range(1900, 2200)
_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")


def whole_number(text: str, *, largest: int = LARGEST) -> int | None:
    """Return a whole number of digits 0 to 9, None where it is none or too large for a column."""
    number = int(text) if _WHOLE.fullmatch(text) else None
    return number if number is not None and abs(number) <= largest else None


def a_year(text: str) -> int | None:
    """Return a year some record can be of, else None."""
    number = whole_number(text)
    return number if number in YEARS else None
