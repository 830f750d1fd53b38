"""What becomes of each row of a sheet of employers in the dry run."""

from collections.abc import Iterator
from typing import Any

from jobs.employers.known import COMPARED, Known, employer_book
from jobs.employers.models import EmployerStatus
from jobs.employers.names import name_key
from jobs.employers.parsed import COLUMNS, ParsedFirm, readable
from jobs.employers.rows import Reader
from jobs.employers.sheet_fields import FIELDS
from sheets.nouns import KNOWN, REPEATED, Outcome, Taken
from sheets.plan import Plan
from sheets.reading import Row
from sheets.report import Level, Problem, mask
from sheets.stated import is_stated

NEW = Outcome("new", "新增", "新增", note="先是“待核实”，核实通过才能发布岗位")
CHANGED = Outcome("changed", "改动", "改动", note="已经有的单位，不一样的照表改", is_change=True)
OUTCOMES = (NEW, CHANGED)
FIELD_OF = {"division_code": "place", "is_veteran_run": "veteran_run"}
KEEP = "不想改，请清空这一格。"
NOTHING = "不用处理。"
OWN = "单位在用自己的资料，不照表改。"
REFUSED = "这家单位审核没有通过，资料没有改。"
SAME = "系统里已有，没有不一样的。已有的联系电话不照表改。"
OTHER_NAME = "系统里这个信用代码的单位叫“{}”，名称没有改。"


class EmployerReader:
    """Reads one sheet: each row is an employer to create or to change, or one there is already."""

    def __init__(self, plan: Plan, _source: str) -> None:
        self.plan = plan
        self.reader = Reader(plan)
        self.book = employer_book(has_values=True)
        self.seen: dict[str, int] = {}

    def take(self, row: Row) -> Taken:
        """Return what becomes of a row."""
        parsed = self.reader.read(row)
        if parsed is None:
            return Taken()
        outcome = "" if self.reader.is_refused else self._outcome(parsed)
        staged = parsed.dumps() if outcome in (NEW.key, CHANGED.key) else ""
        return Taken(outcome, staged, self.reader.problems, parsed.shown())

    def _outcome(self, parsed: ParsedFirm) -> str:
        if self._is_repeated(parsed):
            return REPEATED
        known = self.book.find(name_key(parsed.name), parsed.credit_code)
        return NEW.key if known is None else self._known(parsed, known)

    def _is_repeated(self, parsed: ParsedFirm) -> bool:
        """Return whether an earlier row is the same employer: by code, else by name."""
        mark = parsed.credit_code or name_key(parsed.name)
        first = self.seen.setdefault(mark, parsed.row)
        if first == parsed.row:
            return False
        self._add(Level.SKIPPED, parsed, "name", f"和第 {first} 行是同一家单位。", NOTHING)
        return True

    def _known(self, parsed: ParsedFirm, known: Known) -> str:
        """Return whether a row changes an employer; every difference is a line of the report."""
        if name_key(known.name) != name_key(parsed.name):
            reason = OTHER_NAME.format(known.name)
            self._add(Level.NOTE, parsed, "name", reason, "请对照营业执照，在单位资料里改。")
        changes = list(self._changes(parsed, known))
        refusal = _why_unchanged(known)
        if not changes or refusal:
            self._add(Level.SKIPPED, parsed, "name", refusal if changes else SAME, NOTHING)
            return KNOWN
        parsed.known_id, parsed.version = known.id, known.version
        for key, before in changes:
            parsed.changed.append(key)
            shown = mask(str(readable(key, before))) if is_stated(before) else ""
            former = f"原来是“{shown}”，会改成" if shown else "原来空着，会写成"
            after = mask(str(readable(key, getattr(parsed, key))))
            reason = f"{COLUMNS[key]}{former}“{after}”。"
            self._add(Level.CHANGED, parsed, FIELD_OF.get(key, key), reason, KEEP)
        return CHANGED.key

    def _changes(self, parsed: ParsedFirm, known: Known) -> Iterator[tuple[str, Any]]:
        """Yield the column of each difference and the former value."""
        if parsed.credit_code and not known.credit_code:
            yield "credit_code", None
        if parsed.contact_phone and not known.has_phone:
            yield "contact_phone", None
        for key in COMPARED:
            value = getattr(parsed, key)
            if is_stated(value) and value != known.values[key]:
                yield key, known.values[key]

    def _add(self, level: Level, parsed: ParsedFirm, key: str, reason: str, fix: str) -> None:
        index = self.plan.column_of(key)
        heading = self.plan.headings[index] if index is not None else FIELDS.by_key[key].label
        place = (level, self.plan.sheet, parsed.row, heading)
        self.reader.problems.append(
            Problem(*place, mask(self.reader.cells.written(key)), reason, fix)
        )


def _why_unchanged(known: Known) -> str:
    """Return why a sheet does not change an employer, "" where it does."""
    if known.status is EmployerStatus.REFUSED:
        return REFUSED
    return OWN if known.has_account else ""
