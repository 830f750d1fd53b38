"""Pay as people write it, in whole yuan per period."""

import re
from dataclasses import dataclass, field

from core.characters import drop_invisible, nfkc
from jobs.importing.parse.amounts import LONGEST, Amount, amounts_in
from jobs.importing.parse.numbers import plain_numbers
from jobs.importing.parse.reading import Reading
from jobs.vacancies.models import PayPeriod
from sheets.texts import half_width

MONTHS_A_YEAR = 12
LARGEST = 999_999
# Pay outside is nearly always a wrong unit, so it is noted and not kept.
BOUNDS = {
    PayPeriod.MONTH: (500, 100_000),
    PayPeriod.DAY: (20, 3_000),
    PayPeriod.HOUR: (5, 500),
    PayPeriod.PIECE: (1, LARGEST),
}
UNREADABLE = "薪资看不懂，先按“面议”记。"
SEVERAL = "薪资写了几个数，分不清哪个是工资，先按“面议”记。"
NO_AMOUNT = "薪资没有写数，先按“面议”记。"
PIECE_OR_MONTH = "写的是计件，数目却像一个月的工资，先按“面议”记。请写明一件多少钱，或者按月写。"
NO_SUCH_PERIOD = "按周、按班算的薪资记不下，先按“面议”记。请换成按月、按天或按小时。"
TOO_HIGH = "薪资高得不像每{}的工资，先按“面议”记，请核对单位。"
TOO_LOW = "薪资低得不像每{}的工资，先按“面议”记，请核对单位。"
ROUNDED = "薪资只记整元，零头四舍五入了。"
_PER = {PayPeriod.MONTH: "月", PayPeriod.DAY: "天", PayPeriod.HOUR: "小时", PayPeriod.PIECE: "件"}
_SECRET = re.compile(r"^(面议|面谈|详谈|电议|另议|协商|不限|保密|薪资|待遇|工资|可|/|[-—]|无)*$")
_MONTHS_PAID = re.compile(r"(?<!\d)(?:1[2-9]|2[0-4]|十[二三四五六])\s?薪")
_GAPPED = re.compile(r"(?<![\d.])(\d{1,3})((?:\s\d{3}){1,2})(?!\d)")
_TORN = re.compile(r"\d[ \t\u3000\n]+\d|\d,\d")
_NO_NUMBER = re.compile(r"计件|提成|绩效|底薪|按件|多劳多得|工资制")
_PERIODS = (
    (re.compile(r"/年|年薪|每年|元年|/annum"), None),
    (re.compile(r"/h|[/每元](小时|钟头|个小时)|/时|时薪|元时"), PayPeriod.HOUR),
    (re.compile(r"/[天日工]|日薪|日工资|日结|每[天日]|元[天日]"), PayPeriod.DAY),
    (
        re.compile(r"计件|按件|/[件单票趟车吨方套双只米亩]|每[件单票趟车吨]|元一?[件单趟]"),
        PayPeriod.PIECE,
    ),
    (re.compile(r"/月|月薪|每月|月工资|元月|月入|月收入|月均|月综合|月到手"), PayPeriod.MONTH),
)
_NO_SUCH_PERIOD = re.compile(r"/(周|星期|班|季|\d)|周薪|每(周|星期|班|季)|元周")
_OPEN_ENDED = re.compile(r"以上|起|\+|保底|底薪|基本工资|不低于|不少于|最低|至少|无责|[>≥]|多$")
_AT_MOST = re.compile(r"以下|以内|之内|最高|不超过|不高于|至多|最多|(?<!不)封顶|[<≤]")
_ONE_PIECE = re.compile(r"[/每一][件单票趟车吨方套双只米亩]|元[件单趟]")
_ONE_PERIOD = re.compile(r"一(?=[天日年月周班件趟单]|个?(?:小时|钟头|月))个?")


@dataclass(frozen=True)
class Pay:
    """The pay: whole yuan per period, None where a bound is not stated."""

    low: int | None
    high: int | None
    period: PayPeriod
    is_rounded: bool = field(default=False, compare=False)


def is_left_open(text: str) -> bool:
    """Return whether pay is left open on purpose (面议) rather than written unreadably."""
    return len(text) <= LONGEST and bool(_SECRET.match(half_width(text)))


def parse_pay(text: str) -> Pay | None:
    """Read 0.6-1.5万/月, 6-8千, 150元/天, 3000元以上, 10-15万/年; None without an amount.

    Pay by the year is divided by twelve. A bare number below 100 has no unit, so it says nothing,
    unless it is for a day, an hour or a piece.
    """
    return read_pay(text).value


def read_pay(text: str, heading: str = "") -> Reading[Pay]:
    """Read a cell of pay. The heading gives unit and period where the cell states none."""
    if len(text) > LONGEST:
        return Reading(None, UNREADABLE)
    plain = _plain(text)
    if plain is None:
        return Reading(None, UNREADABLE)
    found = amounts_in(plain, half_width(heading))
    if found is None or len(found) > 1:
        return Reading(None, UNREADABLE if found is None else SEVERAL)
    if not found:
        is_open = is_left_open(text)
        return Reading(
            None, "" if is_open else NO_AMOUNT if _NO_NUMBER.search(plain) else UNREADABLE
        )
    return _of_amount(found[0], half_width(heading))


def _plain(text: str) -> str | None:
    """Return a cell without gaps and thousands marks, None where a number is torn apart."""
    spaced = _MONTHS_PAID.sub("", drop_invisible(nfkc(text)).lower()).replace("¥", "").strip()
    spaced = _GAPPED.sub(lambda found: found[1] + re.sub(r"\s", "", found[2]), spaced)
    spaced = plain_numbers(spaced)
    if _TORN.search(spaced):
        return None
    return _ONE_PERIOD.sub("每", re.sub(r"\s+", "", spaced)).replace("上不封顶", "以上")


def _of_amount(amount: Amount, heading: str) -> Reading[Pay]:
    places = (amount.after, amount.part, "" if amount.is_base else amount.aside, heading)
    near = next((one for one in places if _has_period(one)), "")
    if _NO_SUCH_PERIOD.search(near):
        return Reading(None, NO_SUCH_PERIOD)
    period, yearly = parse_period(near)
    low, high = _bounds(amount)
    scale = MONTHS_A_YEAR if yearly else 1
    stated = [value / scale for value in (low, high) if value is not None]
    is_unpriced = period is PayPeriod.PIECE and not _ONE_PIECE.search(near)
    if is_unpriced and max(stated) >= BOUNDS[PayPeriod.MONTH][0]:
        return Reading(None, PIECE_OR_MONTH)
    least, most = BOUNDS[period]
    if min(stated) < least or max(stated) > most:
        fault = TOO_LOW if min(stated) < least else TOO_HIGH
        return Reading(None, fault.format(_PER[period]))
    rounded = not yearly and any(not value.is_integer() for value in stated)
    pay = Pay(_whole(low, scale), _whole(high, scale), period, rounded)
    return Reading(pay, ROUNDED if rounded else "")


def _has_period(text: str) -> bool:
    return bool(_NO_SUCH_PERIOD.search(text)) or any(one.search(text) for one, _ in _PERIODS)


def parse_period(text: str) -> tuple[PayPeriod, bool]:
    """Return (period, whether by the year); a month where none is stated."""
    return period_in(text) or (PayPeriod.MONTH, False)


def period_in(text: str) -> tuple[PayPeriod, bool] | None:
    """Return (period, whether by the year), None where a text states none."""
    for pattern, period in _PERIODS:
        if pattern.search(text):
            return period or PayPeriod.MONTH, period is None
    return None


def _bounds(amount: Amount) -> tuple[float | None, float | None]:
    if amount.high is not None:
        return amount.low, amount.high
    words = f"{amount.before};{amount.after}"
    if _AT_MOST.search(words):
        return None, amount.low
    return amount.low, None if _OPEN_ENDED.search(words) or amount.is_base else amount.low


def _whole(value: float | None, scale: int) -> int | None:
    return None if value is None else round(value / scale)
