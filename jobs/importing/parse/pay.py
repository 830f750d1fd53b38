"""Pay as people write it, in whole yuan per period."""

import re
from dataclasses import dataclass

from jobs.vacancies.models import PayPeriod
from sheets.texts import half_width

MONTHS_A_YEAR = 12
LARGEST = 999_999
_UNITS = {"万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000}
_NUMBER = r"(?<!\d)(\d{1,9}(?:\.\d{1,9})?)(?!\d)(万|千|w|k)?(?:元|块)?"
_SPAN = re.compile(rf"{_NUMBER}(?:/月|每月)?[-~—–至到]+{_NUMBER}")
_ONE = re.compile(_NUMBER)
_OPEN_ENDED = re.compile(r"以上|起|\+|保底|底薪|不低于|不少于")
_AT_MOST = re.compile(r"以下|以内|最高|不超过|封顶")
_SECRET = re.compile(r"^(面议|面谈|详谈|电议|另议|不限|保密|薪资面议|待遇面议|工资面议|/|-|无)*$")
_PERIODS = (
    (re.compile(r"/年|年薪|每年|一年|/annum"), None),
    (re.compile(r"/(天|日)|日薪|每天|每日|一天|元(天|日)"), PayPeriod.DAY),
    (re.compile(r"/(小?时|钟头)|时薪|每小时|一小时"), PayPeriod.HOUR),
    (re.compile(r"计件|/件|每件|按件"), PayPeriod.PIECE),
)


@dataclass(frozen=True)
class Pay:
    """The pay: whole yuan per period, None where a bound is not stated."""

    low: int | None
    high: int | None
    period: PayPeriod


def is_left_open(text: str) -> bool:
    """Return whether pay is left open on purpose (面议) rather than written unreadably."""
    return bool(_SECRET.match(half_width(text)))


def parse_pay(text: str) -> Pay | None:
    """Read 0.6-1.5万/月, 6-8千, 150元/天, 3000元以上, 10-15万/年; None without an amount.

    Pay by the year is divided by twelve. A bare number below 100 has no unit, so it says nothing,
    unless it is for a day, an hour or a piece.
    """
    text = re.sub(r"(?<=\d),(?=\d{3})", "", half_width(text).lower())
    text = re.sub(r"[·*x×]\d+薪.*$", "", text)
    bounds = _bounds(text)
    if bounds is None:
        return None
    period, yearly = parse_period(text)
    low, high = (_whole(value, yearly) for value in bounds)
    stated = [value for value in (low, high) if value is not None]
    least = 100 if period is PayPeriod.MONTH else 1
    if not stated or min(stated) < least or max(stated) > LARGEST:
        return None
    return Pay(low, high, period)


def parse_period(text: str) -> tuple[PayPeriod, bool]:
    """Return (period, whether by the year); a month where none is stated."""
    for pattern, period in _PERIODS:
        if pattern.search(text):
            return period or PayPeriod.MONTH, period is None
    return PayPeriod.MONTH, False


def _bounds(text: str) -> tuple[float | None, float | None] | None:
    span = _SPAN.search(text)
    if span is not None:
        return _span(*span.groups())
    one = _ONE.search(text)
    if one is None:
        return None
    value = float(one[1]) * _UNITS.get(one[2] or "", 1)
    if _OPEN_ENDED.search(text):
        return value, None
    if _AT_MOST.search(text):
        return None, value
    return value, value


def _span(low: str, low_unit: str | None, high: str, high_unit: str | None) -> tuple[float, float]:
    """Apply the larger number's unit to the smaller one where only that makes sense."""
    top = float(high) * _UNITS.get(high_unit or "", 1)
    bottom = float(low) * _UNITS.get(low_unit or "", 1)
    if low_unit is None and high_unit is not None:
        scaled = float(low) * _UNITS[high_unit]
        bottom = scaled if scaled <= top else bottom
    return bottom, top


def _whole(value: float | None, yearly: bool) -> int | None:
    return None if value is None else round(value / (MONTHS_A_YEAR if yearly else 1))
