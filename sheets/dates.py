"""Dates as county ledgers write them: 2023.9.1, 2023年9月, 45170."""

import calendar
import re
from datetime import date, timedelta

from core.characters import nfkc

_SERIAL_START = date(1899, 12, 30)  # Excel counts days from here (and believes in 1900-02-29)
_SERIALS = range(20000, 80000)  # 1954 to 2119: what a date in a ledger can be
_SEPARATED = re.compile(
    r"^(\d{4})\s*[-./年]\s*(\d{1,2})(?:\s*[-./月]\s*(\d{1,2})\s*[日号]?|\s*月)?"
)
_PACKED = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_TIME = re.compile(r"^[T\s]*(\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?$")


def parse_day(text: str, *, month_end: bool = False) -> date | None:
    """Return the date written in a text, None where it is none.

    A month alone is its first day, or its last where `month_end` (the end of a period).
    """
    text = nfkc(text).strip()
    packed = _PACKED.match(text)
    if packed:
        return _day(*map(int, packed.groups()))
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        days = int(float(text))
        return _SERIAL_START + timedelta(days=days) if days in _SERIALS else None
    found = _SEPARATED.match(text)
    if found is None or not _TIME.match(text[found.end() :]):
        return None
    year, month = int(found[1]), int(found[2])
    return _day(year, month, int(found[3])) if found[3] else _month(year, month, month_end)


def _month(year: int, month: int, month_end: bool) -> date | None:
    first = _day(year, month, 1)
    if first is None or not month_end:
        return first
    return first.replace(day=calendar.monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
