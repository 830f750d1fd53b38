"""What becomes of each row of a ledger of arrivals in the dry run."""

from dataclasses import replace

from people.arrivals.checklist import checklist_of
from people.arrivals.fields import FIELDS, item_key
from people.arrivals.marks import Mark
from people.arrivals.models import Arrival, ArrivalItem, ItemStatus, group_of
from people.arrivals.parsed import ParsedArrival
from people.arrivals.queries import arrival_of
from people.arrivals.rows import ArrivalCells
from people.ledgers.checking import CHANGED as PERSON_CHANGED
from people.ledgers.checking import NEW as PERSON_NEW
from people.ledgers.checking import OWN, PersonReader
from people.ledgers.parsed import ParsedPerson
from people.veterans.models import ResettlementMode
from sheets.nouns import KNOWN, REPEATED, Outcome, Taken
from sheets.plan import Plan
from sheets.reading import Row
from sheets.report import Level, Problem

NEW = Outcome("new", "新登记并接收", "新增")
RECEIVED = Outcome(
    "received", "名单里已有，新接收", "新接收", note="按身份证号或姓名和手机号认出的人"
)
CHANGED = Outcome("changed", "改动", "改动", note="接收过的，表里新办的记上", is_change=True)
OUTCOMES = (NEW, RECEIVED, CHANGED)
STAYS_DONE = "系统里已经办了，表里写没有办，没有改。"
NO_SUCH = "“{}”的人没有这一件，没有记。"
OTHER_DAY = "接收时记的是{}，没有改。"
OTHER_TOWNSHIP = "不是您乡镇的人，没有导入。"
TO_COUNTY = "请交给县局导入。"
OTHERS = "这个人在别的乡镇的名单里，没有导入。"


class ArrivalReader:
    """Reads one ledger of arrivals; people are read as in any ledger of people."""

    def __init__(self, plan: Plan, source: str) -> None:
        self.plan = plan
        self.people = PersonReader(plan, source, FIELDS)
        self.only = str(plan.settings.get("township") or "")
        self.noted: set[str] = set()

    def take(self, row: Row) -> Taken:
        """Return what becomes of a row."""
        person, outcome = self.people.judge(row)
        if person is None:
            return Taken()
        problems = self.people.reader.problems
        cells = ArrivalCells(self.plan, row, problems, self.noted)
        approved_on, marks = cells.approved_on(), cells.marks()
        if approved_on is None:
            return Taken("", "", problems, person.shown())
        parsed = ParsedArrival(person, approved_on, cells.counted_year(approved_on), marks=marks)
        if outcome == REPEATED:
            return Taken(REPEATED, "", problems, parsed.shown())
        self._check_township(person, problems)
        if not outcome or any(one.level is Level.REFUSED for one in problems):
            return Taken("", "", problems, parsed.shown())
        return self._judged(parsed, outcome, problems)

    def _check_township(self, person: ParsedPerson, problems: list[Problem]) -> None:
        """Refuse a row of another township, where the viewer has one."""
        if not self.only:
            return
        known = self.people.book.by_id.get(person.known_id or 0)
        if known is not None and known.values["township_code"] != self.only:
            problems.append(self._problem(Level.REFUSED, person.row, "name", OTHERS, TO_COUNTY))
            return
        person.township_code = person.township_code or self.only
        if person.township_code != self.only:
            reason = OTHER_TOWNSHIP
            problems.append(self._problem(Level.REFUSED, person.row, "township", reason, TO_COUNTY))

    def _judged(self, parsed: ParsedArrival, outcome: str, problems: list[Problem]) -> Taken:
        person = parsed.person
        known = self.people.book.by_id.get(person.known_id or 0)
        parsed.veteran_id = known.id if known else None
        parsed.writes_person = outcome in (PERSON_NEW.key, PERSON_CHANGED.key)
        present = arrival_of(known.id) if known else None
        stated = known.values["resettlement_mode"] if known else None
        parsed.mode = person.resettlement_mode or stated
        found = NEW.key if known is None else RECEIVED.key
        if present is None:
            self._drop_foreign(parsed, parsed.mode, problems)
        else:
            found = CHANGED.key if self._compare(parsed, present, problems) else KNOWN
            found = CHANGED.key if parsed.writes_person else found
        if found != KNOWN:
            problems[:] = [*_kept(problems)]
        staged = parsed.dumps() if found != KNOWN else ""
        return Taken(found, staged, problems, parsed.shown())

    def _drop_foreign(
        self, parsed: ParsedArrival, mode: ResettlementMode | None, problems: list[Problem]
    ) -> None:
        """Note and leave out the marks of items that this way of resettlement does not have."""
        group = group_of(mode)
        keys = {one.key for one in checklist_of(group)}
        for key in [key for key in parsed.marks if key not in keys]:
            if parsed.marks.pop(key).status is not ItemStatus.OPEN:
                reason = NO_SUCH.format(group.label)
                problems.append(self._problem(Level.NOTE, parsed.row, item_key(key), reason))

    def _compare(self, parsed: ParsedArrival, present: Arrival, problems: list[Problem]) -> bool:
        """Return whether a row changes an arrival; every difference is a line of the report."""
        parsed.arrival_id = present.id
        is_stated = self.plan.column_of("approved_on") is not None
        if is_stated and parsed.approved_on != present.approved_on:
            reason = OTHER_DAY.format(present.approved_on.isoformat())
            fix = "请在本人的接收页里改。"
            problems.append(self._problem(Level.NOTE, parsed.row, "approved_on", reason, fix))
        items = {item.key: item for item in present.items}
        group = present.group
        for key, mark in list(parsed.marks.items()):
            item = items.get(key)
            if item is None:
                del parsed.marks[key]
                reason = NO_SUCH.format(group.label)
                problems.append(self._problem(Level.NOTE, parsed.row, item_key(key), reason))
                continue
            if self._is_same(parsed, item, mark, problems):
                del parsed.marks[key]
                continue
            parsed.marks[key] = replace(mark, paper_no=mark.paper_no or item.paper_no)
            parsed.seen[key] = (item.id, item.version)
            reason = f"{item.name}原来是“{_words(item)}”，会改成“{mark.words}”。"
            fix = "不想改，请清空这一格。"
            problems.append(self._problem(Level.CHANGED, parsed.row, item_key(key), reason, fix))
        return bool(parsed.marks)

    def _is_same(
        self, parsed: ParsedArrival, item: ArrivalItem, mark: Mark, problems: list[Problem]
    ) -> bool:
        """Return whether a mark changes nothing. A sheet never opens again what is settled."""
        if mark.status is ItemStatus.OPEN:
            if not item.is_open:
                key = item_key(item.key)
                problems.append(self._problem(Level.NOTE, parsed.row, key, STAYS_DONE))
            return True
        day_differs = mark.done_on is not None and mark.done_on != item.done_on
        paper_differs = bool(mark.paper_no) and mark.paper_no != item.paper_no
        return item.status is mark.status and not day_differs and not paper_differs

    def _problem(self, level: Level, row: int, key: str, reason: str, fix: str = "") -> Problem:
        index = self.plan.column_of(key)
        heading = self.plan.headings[index] if index is not None else FIELDS.by_key[key].label
        return Problem(level, self.plan.sheet, row, heading, "", reason, fix or "不用处理。")


def _kept(problems: list[Problem]) -> list[Problem]:
    """Return the problems of a row that is loaded though its person stays as they are."""
    kept = [one for one in problems if one.level is not Level.SKIPPED or one.reason == OWN]
    skipped = Level.SKIPPED
    return [replace(one, level=Level.NOTE) if one.level is skipped else one for one in kept]


def _words(item: ArrivalItem) -> str:
    day = item.done_on.isoformat() if item.done_on else ""
    return " ".join(part for part in (item.status.label, day) if part)
