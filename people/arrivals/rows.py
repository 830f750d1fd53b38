"""Reads what a row says of the arrival itself: when, in which year, which items are done."""

import re
from contextlib import suppress
from datetime import date

from core import clock
from core.errors import DomainError
from people.arrivals.checklist import item_templates
from people.arrivals.fields import FIELDS, item_key
from people.arrivals.marks import Mark, read_mark
from people.arrivals.rules import check_approved
from sheets.cells import AS_NUMBER, RowCells, RowRefusedError
from sheets.dates import as_date, has_day, parse_day
from sheets.plan import Plan
from sheets.reading import Row
from sheets.report import Problem

APPROVED = "approved_on"
NO_DATE = "没有批准退役日期，也没有退役日期，算不出什么时候报到。"
NO_DATE_FIX = "补上日期，或者在上一步填“批准退役日期”，整份表都按它算。"
MONTH_END = "没有写哪一天，报到的期限按月底算。"
UNCLEAR = "看不出是哪一天，没有记。"
BY_RETIREMENT = "表里没有批准退役日期，报到的期限按退役日期算。"
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


class ArrivalCells:
    """The cells of one row that say how a person was received.

    `noted` are the remarks about whole columns that were made already: they are made once.
    """

    def __init__(self, plan: Plan, row: Row, problems: list[Problem], noted: set[str]) -> None:
        self.plan, self.noted = plan, noted
        self.cells = RowCells(plan, FIELDS, row, problems)

    def approved_on(self) -> date | None:
        """Return the day the days run from; without one the row is refused."""
        with suppress(RowRefusedError):
            day = self._day(APPROVED) or self._retired() or self._of_sheet()
            if day is None:
                self.cells.refuse(APPROVED, NO_DATE, NO_DATE_FIX)
            try:
                check_approved(day)
            except DomainError as error:
                self.cells.refuse(APPROVED, error.message)
            return day
        return None

    def _day(self, key: str) -> date | None:
        """Return the day of a cell; of a month alone it is the last, which is not to come."""
        written = self.cells.get(key)
        if not written:
            return None
        text = as_date(written, self.cells.kind(key))
        day = parse_day(text, month_end=True) if text else None
        if day is None:
            self.cells.note(key, UNCLEAR if text else AS_NUMBER)
        elif not has_day(text):
            self.cells.note(key, MONTH_END)
            day = min(day, max(clock.today(), day.replace(day=1)))
        return day

    def _retired(self) -> date | None:
        day = self._day_quietly("retired_on")
        if day is not None and APPROVED not in self.noted:
            self.noted.add(APPROVED)
            self.cells.note("retired_on", BY_RETIREMENT, "不对的话，请加一列批准退役日期。")
        return day

    def _day_quietly(self, key: str) -> date | None:
        """Return the day of a cell that the reader of the person has remarked on already."""
        text = as_date(self.cells.get(key), self.cells.kind(key))
        day = parse_day(text, month_end=True) if text else None
        if day is not None and not has_day(text):
            day = min(day, max(clock.today(), day.replace(day=1)))
        return day

    def _of_sheet(self) -> date | None:
        written = str(self.plan.settings.get(APPROVED) or "")
        return parse_day(written) if written else None

    def counted_year(self, approved_on: date) -> int:
        """Return the year a person counts for: what the row states, else that of the approval."""
        with suppress(RowRefusedError):
            text = self.cells.get("year")
            found = _YEAR.search(text)
            if found is not None and int(found[1]) <= clock.this_year():
                return int(found[1])
            if text:
                self.cells.note("year", "看不出是哪一年，按批准退役日期算。")
        return clock.year_of(approved_on)

    def marks(self) -> dict[str, Mark]:
        """Return what the row says of each item; a cell nobody can read is noted."""
        found: dict[str, Mark] = {}
        for one in item_templates():
            with suppress(RowRefusedError):
                key = item_key(one.key)
                text = self.cells.get(key)
                if not text:
                    continue
                kind = self.cells.kind(key)
                mark, remark = read_mark(text, kind, may_be_absent=one.may_be_absent)
                if remark:
                    self.cells.note(key, remark, is_hidden=remark.startswith("写有"))
                if mark is not None:
                    found[one.key] = mark
        return found
