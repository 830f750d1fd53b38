"""What becomes of each row of a ledger in the dry run: new, changed, the same, or refused."""

from collections.abc import Iterator
from typing import Any

from people.ledgers.fields import FIELDS
from people.ledgers.parsed import COLUMNS, SEALED, ParsedPerson, readable
from people.ledgers.queries import Known, people_book
from people.ledgers.rows import Reader
from people.secrecy.names import name_key
from people.veterans.models import Veteran
from sheets.columns import FieldSet
from sheets.nouns import KNOWN, REPEATED, Outcome, Taken
from sheets.plan import Plan
from sheets.reading import Row
from sheets.report import Level, Problem, mask
from sheets.stated import is_stated

NEW = Outcome("new", "新增", "新增")
CHANGED = Outcome("changed", "改动", "改动", note="已经在名单里，不一样的照表改", is_change=True)
OUTCOMES = (NEW, CHANGED)
IDENTITY = ("id_number", "sex", "born_on")
FIELD_OF = {
    "id_number": "identity",
    "township_code": "township",
    "resettlement_mode": "mode",
    "skills_text": "skills",
    "employment_status": "status",
}
OTHER_NAME = "系统里这个身份证号是另一个姓名，没有导入。"
OTHER_NUMBER = "系统里有同姓名、同手机号的人，身份证号不一样，没有导入。"
NO_PHONE = "没有写手机号，系统里也没有这个人，登记不了。"
ALIKE = "可能是同一人：系统里有同姓名、同出生日期的人。没有合并，会另记一人。"
KEEP = "不想改，请清空这一格。"
NOTHING = "不用处理。"
OWN = "本人在用自己的资料，不照表改。"


class PersonReader:
    """Reads one ledger: each row is a person to create or to change, or one there is already.

    A noun whose rows are people and something more gives the `fields` of both.
    """

    def __init__(self, plan: Plan, _source: str, fields: FieldSet = FIELDS) -> None:
        self.plan, self.fields = plan, fields
        self.reader = Reader(plan, fields)
        self.book = people_book()
        self.seen: dict[Any, int] = {}

    def take(self, row: Row) -> Taken:
        """Return what becomes of a row."""
        parsed, outcome = self.judge(row)
        if parsed is None:
            return Taken()
        staged = parsed.dumps() if outcome in (NEW.key, CHANGED.key) else ""
        return Taken(outcome, staged, self.reader.problems, parsed.shown())

    def judge(self, row: Row) -> tuple[ParsedPerson | None, str]:
        """Return the person of a row and what becomes of them; None for a row of no person.

        The person has the id of the profile there is, if any.
        """
        parsed = self.reader.read(row)
        if parsed is None:
            return None, ""
        return parsed, "" if self.reader.is_refused else self._outcome(parsed)

    def _outcome(self, parsed: ParsedPerson) -> str:
        if self._is_repeated(parsed):
            return REPEATED
        numbered, called = self.book.numbered(parsed), self.book.called(parsed)
        if numbered is not None and numbered.name_key != name_key(parsed.name):
            return self._refused(parsed, "identity", OTHER_NAME, "请对照身份证核对姓名和号码。")
        if numbered is None and called is not None and parsed.id_number and called.id_number_index:
            return self._refused(parsed, "identity", OTHER_NUMBER, "请对照身份证核对。")
        known = numbered or called
        return self._known(parsed, known) if known is not None else self._new(parsed)

    def _is_repeated(self, parsed: ParsedPerson) -> bool:
        marks = [("phone", name_key(parsed.name), parsed.phone)] if parsed.phone else []
        if parsed.id_number is not None:
            marks = [("number", parsed.id_number, "")]
        for mark in marks:
            first = self.seen.setdefault(mark, parsed.row)
            if first != parsed.row:
                reason = f"和第 {first} 行是同一个人。"
                self._add(Level.SKIPPED, parsed, "name", reason, NOTHING)
                return True
        return False

    def _new(self, parsed: ParsedPerson) -> str:
        if not parsed.phone:
            return self._refused(parsed, "phone", NO_PHONE, "补上 11 位手机号再传一次。")
        alike = self.book.alike(parsed)
        if alike is not None and not (parsed.id_number and alike.id_number_index):
            self._add(Level.NOTE, parsed, "name", ALIKE, "导入后在本人资料里核对。")
        return NEW.key

    def _known(self, parsed: ParsedPerson, known: Known) -> str:
        """Return whether a row changes a person; every difference is a line of the report."""
        parsed.known_id, parsed.version = known.id, known.version
        changes = list(self._changes(parsed, known))
        if known.has_account and changes:
            self._add(Level.SKIPPED, parsed, "name", OWN, "不一样的请和本人核对。")
            return KNOWN
        if not changes:
            self._add(Level.SKIPPED, parsed, "name", "名单里已有，没有不一样的。", NOTHING)
            return KNOWN
        for key, label, before, after in changes:
            parsed.changed.append(key)
            former = f"原来是“{before}”，会改成" if before else "原来空着，会写成"
            reason = f"{label}{former}“{after}”。"
            self._add(Level.CHANGED, parsed, FIELD_OF.get(key, key), reason, KEEP)
        return CHANGED.key

    def _changes(self, parsed: ParsedPerson, known: Known) -> Iterator[tuple[str, str, str, str]]:
        """Yield the column, its label, the former value and the new one."""
        for key, label in COLUMNS.items():
            value = getattr(parsed, key)
            if not is_stated(value) or self._is_same(key, value, known):
                continue
            if known.is_verified and key in IDENTITY:
                reason = f"已经核实过的人，{label}不照表改。"
                self._add(Level.NOTE, parsed, FIELD_OF.get(key, key), reason, "请在本人资料里改。")
                continue
            yield key, label, _former(key, known), _text(readable(key, value))
        yield from self._new_records(parsed, known)

    def _is_same(self, key: str, value: Any, known: Known) -> bool:
        if key == "phone":
            return Veteran.phone.blind(value) == known.phone_index
        if key == "id_number":
            return Veteran.id_number.blind(value) == known.id_number_index
        return bool(known.values[key] == value)

    def _new_records(
        self, parsed: ParsedPerson, known: Known
    ) -> Iterator[tuple[str, str, str, str]]:
        if parsed.service is not None and (known.id, *parsed.service.mark) in self.book.services:
            parsed.service = None
        if parsed.service is not None:
            yield "service", "服役经历", "", parsed.service.specialty
        held = self.book.credentials
        parsed.credentials = [one for one in parsed.credentials if (known.id, one.mark) not in held]
        if parsed.credentials:
            yield "credentials", "证书", "", "、".join(one.name for one in parsed.credentials)

    def _refused(self, parsed: ParsedPerson, key: str, reason: str, fix: str) -> str:
        self._add(Level.REFUSED, parsed, key, reason, fix)
        return ""

    def _add(self, level: Level, parsed: ParsedPerson, key: str, reason: str, fix: str) -> None:
        key = "enlisted_on" if key == "service" else key
        index = self.plan.column_of(key)
        heading = self.plan.headings[index] if index is not None else self.fields.by_key[key].label
        column = next((one for one, field in FIELD_OF.items() if field == key), key)
        value = _text(parsed.shown().get(column, ""))
        where = (level, self.plan.sheet, parsed.row, heading)
        self.reader.problems.append(Problem(*where, mask(value), reason, fix))


def _former(key: str, known: Known) -> str:
    """Return what a profile holds, as a person reads it; numbers are not decrypted."""
    if key in SEALED:
        index = known.phone_index if key == "phone" else known.id_number_index
        return "另一个号码" if index else ""
    value = known.values[key]
    return _text(readable(key, value)) if is_stated(value) else ""


def _text(value: Any) -> str:
    return mask("、".join(value) if isinstance(value, list) else str(value))
