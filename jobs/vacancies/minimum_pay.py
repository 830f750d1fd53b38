"""Compares the pay of a vacancy with the minimum wage, as far as both are known.

The minimum wage of a place is set by its province (《劳动法》第四十八条); the bureau enters it as
two parameters with document and date. Pay by the day is compared by the hour where the hours of
a day are stated. What cannot be compared is named, never guessed.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from core.filters import day as written_day
from core.filters import yuan
from core.parameters.registry import Parameter, row_of, value_of
from jobs.vacancies.models import PayPeriod
from jobs.vacancies.parameters import MINIMUM_HOUR, MINIMUM_MONTH

_HOURS = re.compile(
    r"(?:每天|每日|一天|日均|每班|一班)(?:工作|上班|上|干)? ?(\d{1,2}(?:\.\d)?) ?(?:个)?小时"
    r"|(\d{1,2}(?:\.\d)?) ?小时(?:工作)?制"
    r"|(\d{1,2}(?:\.\d)?) ?(?:个)?小时(?:/|每|一)[天日班]"
)
_LONGEST_DAY = 16  # hours; more is a misread text


class Paid(Protocol):
    """What is read of a vacancy, stored or on its way."""

    @property
    def pay_min(self) -> int | None:
        """The lowest pay in yuan, None where none is stated."""

    @property
    def pay_period(self) -> PayPeriod:
        """What one payment is for."""

    @property
    def shift_note(self) -> str:
        """The hours, as the employer writes them."""

    @property
    def duties(self) -> str:
        """The duties; hours are read from them where `shift_note` has none."""


@dataclass(frozen=True)
class PaidAsTyped:
    """The pay of a form that is not saved yet."""

    pay_min: int | None
    pay_period: PayPeriod
    shift_note: str
    duties: str


@dataclass(frozen=True)
class Limit:
    """A minimum in 分, the document it rests on and its first day."""

    fen: int
    source: str
    since: date

    def words(self, unit: str) -> str:
        """Return the limit as a page names it."""
        return f"最低工资 {yuan(self.fen)} {unit}（{self.source}，{written_day(self.since)}起）"


@dataclass(frozen=True)
class PayVerdict:
    """`fault`: pay below the minimum, in one sentence; `note`: why the pay was not compared."""

    fault: str = ""
    note: str = ""


@dataclass(frozen=True)
class Floor:
    """The minimum wage of a day: None where the bureau has set none."""

    month: Limit | None = None
    hour: Limit | None = None

    def judge(self, paid: Paid) -> PayVerdict:
        """Compare the lowest pay of a vacancy with the minimum of its period."""
        if paid.pay_min is None:
            return PayVerdict()
        if paid.pay_period is PayPeriod.PIECE:
            return PayVerdict(note="按件算的工资，没有核对是不是低于最低工资。")
        if paid.pay_period is PayPeriod.MONTH:
            return _compared(paid.pay_min * 100, self.month, "元/月", "工资")
        if paid.pay_period is PayPeriod.HOUR:
            return _compared(paid.pay_min * 100, self.hour, "元/小时", "工资")
        return self._by_day(paid, paid.pay_min)

    def _by_day(self, paid: Paid, pay: int) -> PayVerdict:
        hours = hours_of(paid)
        if hours is None:
            return PayVerdict(
                note="按天算的工资没写一天几小时，没有核对是不是低于最低工资。请在“班次说明”里写一天几小时。"
            )
        return _compared(pay * 100 / hours, self.hour, "元/小时", f"一天 {hours:g} 小时，工资")


def floor_on(day: date) -> Floor:
    """Return the minimum wage in force on a day."""
    return Floor(_limit(MINIMUM_MONTH, day), _limit(MINIMUM_HOUR, day))


def hours_of(paid: Paid) -> float | None:
    """Return the hours of a working day as the vacancy states them, None where it does not."""
    for text in (paid.shift_note, paid.duties):
        found = _HOURS.search(text or "")
        if found is not None:
            hours = float(next(group for group in found.groups() if group))
            return hours if 0 < hours <= _LONGEST_DAY else None
    return None


def _limit(parameter: Parameter, day: date) -> Limit | None:
    row, value = row_of(parameter, day), value_of(parameter, day)
    return None if row is None or value is None else Limit(value, row.source, row.valid_from)


def _compared(fen: float, limit: Limit | None, unit: str, subject: str) -> PayVerdict:
    if limit is None:
        return PayVerdict(
            note=f"局里还没有设最低工资标准（{unit}），没有核对工资。请工作人员在“参数”里设。"
        )
    if fen >= limit.fen:
        return PayVerdict()
    amount = yuan(int(fen)) if unit == "元/月" else f"{fen / 100:.2f}".rstrip("0").rstrip(".")
    return PayVerdict(f"{subject}从 {amount} {unit}起，低于{limit.words(unit)}。请改到这个数以上。")
