"""What a cell says of an item: √, 是, 已办, a date, 无, 非党员, the number of a paper."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from core import clock
from people.arrivals.models import ItemStatus
from people.secrecy.guard import faults_in
from sheets.dates import as_date, has_day, parse_day
from sheets.kinds import CellKind
from sheets.texts import half_width

LONGEST = 60  # characters of a cell that is a mark
MARKS = Path(__file__).with_name("marks.csv")
UNREAD = "看不懂办了没有，没有记。"
NO_YEAR = "没有写哪一年，没有记。"
AHEAD = "日期在今天以后，没有记。"
NO_DAY = "没有写哪一天，按 1 日记。"
TORN = "这一格存成了数字，分不清是 1 月还是 10 月，没有记。"
HIDDEN = "写有部队番号、代号或个人号码，没有记。"
_VERB = r"已?(?:办理|办结|办|完成|领取|领|发|报到|落户|上岗|开)"
_BESIDE = re.compile(rf"^(?:{_VERB}(?:于|[:：])?)?(.+?)(?:{_VERB})?$")
_NO_YEAR = re.compile(r"\d{1,2}[.月/-]\d{1,2}[日号]?")
_PAPER = re.compile(r"[^,，;；]{0,30}(?:[〔\[(（【]\d{4}[〕\])）】]|第)\s?\d{1,6}\s?号")


@cache
def _words(meaning: str) -> frozenset[str]:
    """Return the words of a meaning from the reviewed table, as cells are compared with them."""
    with MARKS.open(encoding="utf-8", newline="") as file:
        table = {row["meaning"]: row["words"].split() for row in csv.DictReader(file)}
    return frozenset(_plain(word) for word in table[meaning])


def _plain(text: str) -> str:
    return half_width(text).strip().lower()


@dataclass(frozen=True)
class Mark:
    """The result a cell states."""

    status: ItemStatus
    done_on: date | None = None
    note: str = ""
    paper_no: str = ""

    @property
    def words(self) -> str:
        """The mark as a person reads it."""
        parts = (self.status.label, self.done_on and self.done_on.isoformat(), self.note)
        return " ".join(str(part) for part in (*parts, self.paper_no) if part)


def read_mark(
    text: str, kind: CellKind | None, *, may_be_absent: bool, today: date | None = None
) -> tuple[Mark | None, str]:
    """Return what a filled cell says and a remark about it; one of them may be missing."""
    plain = _plain(text)
    if len(plain) > LONGEST:
        return None, UNREAD
    by_word = _by_word(plain, may_be_absent=may_be_absent)
    if by_word is not None:
        return by_word, ""
    if _PAPER.fullmatch(plain):
        is_hidden = bool(faults_in(text))
        paper = Mark(ItemStatus.DONE, paper_no=" ".join(text.split()))
        return (None, HIDDEN) if is_hidden else (paper, "")
    return _by_day(plain, kind, today or clock.today())


def _by_word(plain: str, *, may_be_absent: bool) -> Mark | None:
    if may_be_absent and plain in _words("ABSENT"):
        return Mark(ItemStatus.NOT_NEEDED, note=plain if len(plain) > 1 else "没有")
    if plain in _words("DONE"):
        return Mark(ItemStatus.DONE)
    if plain in _words("OPEN") or plain == "无":
        return Mark(ItemStatus.OPEN)
    if plain in _words("NOT_NEEDED"):
        return Mark(ItemStatus.NOT_NEEDED, note=f"表里写“{plain}”")
    return None


def _by_day(plain: str, kind: CellKind | None, today: date) -> tuple[Mark | None, str]:
    written = as_date(plain, kind)
    if not written:
        return None, TORN
    found = _BESIDE.match(written)
    core = found[1].strip(" ,，()（）") if found else written
    day = parse_day(core)
    if day is None:
        return None, NO_YEAR if _NO_YEAR.fullmatch(core) else UNREAD
    if day > today:
        return None, AHEAD
    return Mark(ItemStatus.DONE, day), "" if has_day(core) else NO_DAY
