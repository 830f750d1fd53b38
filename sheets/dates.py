"""Dates as county ledgers write them: 2023.9.1, 2023年9月, 23.9.1, 二〇二三年九月一日, 45170."""

import calendar
import re
from datetime import date, timedelta

from core.characters import nfkc
from core.numbers import YEARS
from sheets.kinds import CellKind

LONGEST = 60  # characters of a cell that states a day or a period
_SERIAL_START = date(1899, 12, 30)  # Excel counts days from here (and believes in 1900-02-29)
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_TORN_MONTH = re.compile(r"\d{4}\.1")
DAYS_TO_1904 = 1462
_SERIALS = range(20000, 80000)  # 1954 to 2119: what a date in a ledger can be
_CENTURY_TURNS = 50  # 49 is 2049, 50 is 1950
_SEPARATED = re.compile(
    r"^(\d{4})\s*[-./年]\s*(\d{1,2})(?:\s*[-./月]\s*(\d{1,2})\s*[日号]?|\s*月(底|末)?)?"
)
_SHORT_YEAR = re.compile(
    r"^(\d{2})\s*[.年]\s*(\d{1,2})(?:\s*[.月]\s*(\d{1,2})\s*[日号]?|\s*月(底|末)?)"
)
_PACKED = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_PACKED_MONTH = re.compile(r"^((?:19|20)\d{2})(\d{2})$")
_TIME = re.compile(r"^[T\s]*(\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?$")
_CHINESE_DAY = re.compile(
    r"([〇零○一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,2})月)?(?:([一二三四五六七八九十]{1,3})[日号])?"
)
_DIGITS = {mark: str(value) for value, mark in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
_TO = re.compile(r"\s{0,3}(?:--?|—{1,2}|–|~|〜|至|到)\s{0,3}")
_UNTIL = re.compile(r"^(?:截止|截至|到|至|招聘|报名|有效期?)*[:到至]?")
_ENDING = re.compile(r"(?:之?前|止|为止|截止|前有效|有效)$")
_LATER_MONTH = re.compile(r"^(\d{1,2})[.月](\d{1,2})[日号]?$")


def parse_day(text: str, *, month_end: bool = False) -> date | None:
    """Return the date written in a text, None where it is none.

    A month alone is its first day, or its last where `month_end` (the end of a period).
    """
    if len(text) > LONGEST:
        return None
    text = _in_digits(nfkc(text).strip())
    packed = _PACKED.match(text)
    if packed:
        return _day(*map(int, packed.groups()))
    if _SERIAL.fullmatch(text):
        days = int(float(text))
        return _SERIAL_START + timedelta(days=days) if days in _SERIALS else None
    month = _PACKED_MONTH.match(text)
    if month:
        return _month(int(month[1]), int(month[2]), month_end)
    found = _SEPARATED.match(text) or _SHORT_YEAR.match(text)
    if found is None or not _TIME.match(text[found.end() :]):
        return None
    return _of_parts(found, month_end=month_end)


def as_date(text: str, kind: CellKind | None) -> str:
    """Return the text of a date's cell, days of a workbook that counts from 1904 as others do.

    "" where a spreadsheet keeps 2026.10 and 2026.1 as one number.
    """
    if kind in (CellKind.NUMBER, CellKind.NUMBER_1904) and _TORN_MONTH.fullmatch(text):
        return ""
    if kind is CellKind.NUMBER_1904 and _SERIAL.fullmatch(text):
        return str(int(float(text)) + DAYS_TO_1904)
    return text


def parse_last_day(text: str) -> date | None:
    """Return the last day a text states: 2026年6月底, 截至2026.6.30, 2026.6.1-2026.6.30.

    A month alone is its last day.
    """
    if len(text) > LONGEST:
        return None
    found = parse_day(text, month_end=True)
    if found is not None:
        return found
    plain = _ENDING.sub("", _UNTIL.sub("", nfkc(text).strip())).strip()
    found = parse_day(plain, month_end=True)
    if found is not None:
        return found
    span = parse_span(plain)
    return span[1] if span else None


def parse_span(text: str) -> tuple[date, date] | None:
    """Return first and last day of a period: 2018.9–2023.9, 2026年6月1日至6月30日."""
    if len(text) > LONGEST:
        return None
    text = nfkc(text)
    for mark in _TO.finditer(text):
        first, rest = parse_day(text[: mark.start()]), text[mark.end() :].strip()
        if first is None:
            continue
        later = _LATER_MONTH.match(rest)
        last = (
            _day(first.year, int(later[1]), int(later[2]))
            if later
            else parse_day(rest, month_end=True)
        )
        if last is not None and first <= last:
            return first, last
    return None


def has_day(text: str) -> bool:
    """Return whether a date names its day, not its month alone."""
    plain = _in_digits(nfkc(text).strip()) if len(text) <= LONGEST else ""
    if _PACKED_MONTH.match(plain):
        return False
    found = _SEPARATED.match(plain) or _SHORT_YEAR.match(plain)
    return found is None or found[3] is not None


def _in_digits(text: str) -> str:
    """Return a date in Chinese numbers in digits: 二〇二六年九月一日 as 2026年9月1日."""
    return _CHINESE_DAY.sub(_digits_of, text) if "年" in text else text


def _digits_of(found: re.Match[str]) -> str:
    year = "".join(_DIGITS[mark] for mark in found[1])
    month, day = (str(_below_100(part)) if part else "" for part in (found[2], found[3]))
    return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")


def _below_100(text: str) -> int:
    tens, has_ten, ones = text.rpartition("十")
    return (int(_DIGITS.get(tens, "1")) * 10 if has_ten else 0) + int(_DIGITS.get(ones, "0"))


def _of_parts(found: re.Match[str], *, month_end: bool) -> date | None:
    year, month = int(found[1]), int(found[2])
    if len(found[1]) == 2:
        year += 1900 if year >= _CENTURY_TURNS else 2000
    if found[3]:
        return _day(year, month, int(found[3]))
    return _month(year, month, month_end or bool(found[4]))


def _month(year: int, month: int, month_end: bool) -> date | None:
    first = _day(year, month, 1)
    if first is None or not month_end:
        return first
    return first.replace(day=calendar.monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None
