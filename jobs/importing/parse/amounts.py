"""Amounts of money in a cell of pay, apart from what is added to it and from other numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jobs.importing.parse.numbers import TO, arabic

LONGEST = 120  # characters of a cell that states pay
NEAR = 12  # characters around an amount that can be about it

_UNITS = {"万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000, "百": 100}
_MONEY = (
    r"(?<![\d.])(\d{1,9}(?:\.\d{1,9})?)(?!\d|\.\d)"
    r"(?:([万w千k百])(?:([1-9])([千百])?(?![\d万千百kw.天日]))?)?(?:元|块钱?)?"
)
_SPAN = re.compile(rf"{_MONEY}(?:/[月天日时]|每月)?(?:{TO}{_MONEY})?")
_OTHER_UNIT = re.compile(r"个|小时|[时天日月年岁班号点楼险金餐%次倍休届级名:]|人(?!民币)")
_CHAINED = re.compile(rf"{TO}\d|{TO}$")
_CHAIN_BEFORE = re.compile(rf"(?:{TO}|第)$")
_YEARS = re.compile(r"(?:19|20)\d\d年(?!薪)")
_CLAUSE = re.compile(r"[,;。、()\n|]+")
_ADDED = re.compile(r"\+|加(?!班)|另[有外]")
_SIDE = re.compile(
    r"试用|实习|补贴|补助|津贴|[餐饭房话车夜油]补|全勤|奖|年终|加班|工龄|提成|保险|社保|押金|绩效|扣|学徒"
)
_SIDE_BEHIND = re.compile(
    r"(?:元)?(?:/月|/天|每月)?的?(全勤|[餐饭房话车夜油]补|补贴|补助|津贴|奖金|奖)"
)
_BASE = re.compile(r"底薪|保底|基本工资|无责")
_WHOLE = re.compile(r"综合|到手|总收入|转正|月收入|平均|[含包]")


@dataclass(frozen=True)
class Amount:
    """An amount, or a span of them, with the words around it; `is_base`: more is added to it.

    `aside` are the clauses of the cell without a number, which can be about any of its amounts.
    """

    low: float
    high: float | None
    before: str
    after: str
    part: str
    aside: str
    is_base: bool


def amounts_in(plain: str, heading: str) -> list[Amount] | None:
    """Return the amounts a cell states as pay, None where its numbers make no sense.

    What is paid on trial, added as a bonus or an allowance is left out. Of a base and the whole
    pay only the whole counts. `heading` may give the unit of bare numbers: 年薪（万元）.
    """
    if len(plain) > LONGEST:
        return None
    unit = 10_000 if re.search(r"万", heading) else 1_000 if re.search(r"千元|k", heading) else 1
    clauses = _CLAUSE.split(arabic(_YEARS.sub("", plain)))
    aside = ";".join(clause for clause in clauses if not re.search(r"\d", clause))
    found: list[Amount] = []
    for clause in clauses:
        parts = _ADDED.split(clause)
        for place, part in enumerate(parts):
            for one in _of_part(part, unit, aside, has_more=len(parts) > 1 and place == 0):
                if one is None:
                    return None
                found.append(one)
    whole = [one for one in found if _WHOLE.search(one.part)]
    different = {(one.low, one.high, one.after): one for one in whole or found}
    return list(different.values())


def _of_part(part: str, unit: int, aside: str, *, has_more: bool) -> Iterator[Amount | None]:
    """Yield the amounts of a part, None for one that is chained to others or negative."""
    end = 0
    for match in _SPAN.finditer(part):
        before = part[max(end, match.start() - NEAR) : match.start()]
        after = part[match.end() : match.end() + NEAR]
        end = match.end()
        if _CHAIN_BEFORE.search(before) or _CHAINED.match(after):
            yield None
        elif not _is_other(match, before, after):
            is_base = has_more or bool(_BASE.search(before))
            yield Amount(*_values(match, unit), before, after, part, aside, is_base)


def _is_other(match: re.Match[str], before: str, after: str) -> bool:
    """Return whether a number is none of money, or is money beside the pay."""
    has_unit = match[2] or match[6] or match[0].endswith(("元", "块", "钱"))
    if _OTHER_UNIT.match(after) and not has_unit:
        return True
    is_side = _SIDE.search(before) and not _WHOLE.search(before)
    return bool(is_side or _SIDE_BEHIND.match(after))


def _values(match: re.Match[str], unit: int) -> tuple[float, float | None]:
    """Return both bounds; the larger number's unit is the smaller one's where that makes sense."""
    if match[5] is None:
        return _value(match[1], match[2], match[3], match[4], unit), None
    top = _value(match[5], match[6], match[7], match[8], unit)
    bottom = _value(match[1], match[2], match[3], match[4], unit)
    if match[2] is None and match[6] is not None:
        scaled = float(match[1]) * _UNITS[match[6]]
        bottom = scaled if scaled <= top else float(match[1])
    return bottom, top


def _value(
    number: str, mark: str | None, tail: str | None, tail_mark: str | None, unit: int
) -> float:
    """Return 1万2 and 1万2千 as 12000, 8千5 as 8500."""
    if mark is None:
        return float(number) * (unit if float(number) < 1000 else 1)
    scale = _UNITS[mark]
    return float(number) * scale + int(tail or 0) * _UNITS.get(tail_mark or "", scale // 10)
