"""What becomes of each line of a roster in the dry run."""

from typing import Any

from fairs.fairs.lifecycle import HAS_DOORS, TAKES_PEOPLE
from fairs.fairs.models import Outcome
from fairs.rosters.book import FairBook, FairBooks, KnownSignUp
from fairs.rosters.fields import FIELDS
from fairs.rosters.parsed import ParsedLine, Result
from fairs.rosters.rows import Line, Reader
from fairs.rosters.settings import settings_of
from jobs.employers.names import name_key as employer_key
from people.ledgers.parsed import ParsedPerson, readable
from people.ledgers.queries import people_book
from people.secrecy.names import name_key
from sheets.nouns import KNOWN, REPEATED, Taken
from sheets.nouns import Outcome as Becomes
from sheets.plan import Plan
from sheets.reading import Row
from sheets.report import Level, Problem, mask

NEW = Becomes("new", "新增", "新增", note="报名、签到或结果是新的")
CHANGED = Becomes("changed", "改动", "改动", note="已经报过名的签到，或者改结果", is_change=True)
OUTCOMES = (NEW, CHANGED)
NOTHING = "不用处理。"
NO_FAIR = "看不出是哪一场招聘会，或者这一场已经办结、取消。"
NO_PERSON = "没有登记过，也没有写手机号，登记不了。"
NOT_REGISTERED = "没有登记过，没有导入。"
WHICH = "这场招聘会报名的人里有几个同名的，分不清是谁。"
BY_NAME = "只写了姓名，按报名的人里唯一同名的认。"
CONFLICT = "身份证号和系统里的姓名对不上，没有导入。"
CANCELLED = "本人取消过报名，没有再报。"
OVER = "招聘会已经结束，只能补记到场的人。"
TOO_EARLY = "还没到招聘会那一天，签到和结果没有记。"
NO_BOOTH = "这场招聘会没有这家单位的展位，结果没有记。"
NO_VACANCY = "这家单位没有带这个岗位，岗位没有记。"
NO_RESULTS = "招聘会开始以后才能记结果，没有记。"
NO_EMPLOYER = "没有写是哪家单位，结果没有记。"


class RosterReader:
    """Reads one roster: each line signs a person up, checks them in or records a meeting."""

    def __init__(self, plan: Plan, _source: str) -> None:
        self.plan = plan
        self.settings = settings_of(plan)
        self.reader = Reader(plan)
        self.people = people_book()
        self.fairs = FairBooks()
        self.seen: dict[Any, ParsedLine] = {}
        self.met: set[tuple[Any, int]] = set()

    def take(self, row: Row) -> Taken:
        """Return what becomes of a row."""
        line = self.reader.read(row)
        if line is None:
            return Taken()
        fair = self._fair(line)
        parsed = self._person(line, fair) if fair and not self.reader.is_refused else None
        outcome = self._outcome(line, parsed, fair) if parsed and fair else ""
        staged = parsed.dumps() if parsed and outcome in (NEW.key, CHANGED.key) else ""
        return Taken(outcome, staged, self.reader.problems, _shown(line, fair))

    def _fair(self, line: Line) -> FairBook | None:
        fair_id = self.fairs.named(line.fair) if line.fair else self.settings.fair_id
        book = self.fairs.book(fair_id) if fair_id is not None else None
        if book is None:
            self._add(Level.REFUSED, "fair", NO_FAIR, "在上一步选，或在表里写招聘会的名称。")
        return book

    # ---- who it is ---------------------------------------------------------------------------

    def _person(self, line: Line, fair: FairBook) -> ParsedLine | None:
        """Return the line with the person it names, None where it is refused."""
        person = line.person
        numbered, called = self.people.numbered(person), self.people.called(person)
        if numbered is not None and numbered.name_key != name_key(person.name):
            return self._refused("identity", CONFLICT, "请对照身份证核对姓名和号码。")
        is_other = numbered is None and called is not None
        if is_other and person.id_number and called and called.id_number_index:
            return self._refused("identity", CONFLICT, "请对照身份证核对。")
        known = numbered or called
        if known is not None:
            return ParsedLine(person.row, fair.id, person, veteran_id=known.id)
        if not person.phone and not person.id_number:
            return self._by_name(person, fair)
        if not self.settings.adds_newcomers:
            return self._refused("name", NOT_REGISTERED, "请先登记，或在上一步选“登记进名单”。")
        if not person.phone:
            return self._refused("phone", NO_PERSON, "补上 11 位手机号再传一次。")
        return ParsedLine(person.row, fair.id, person)

    def _by_name(self, person: ParsedPerson, fair: FairBook) -> ParsedLine | None:
        named = fair.by_name.get(name_key(person.name), [])
        if len(named) != 1:
            reason = WHICH if named else NO_PERSON
            return self._refused("phone", reason, "补上手机号或身份证号再传一次。")
        self._add(Level.NOTE, "name", BY_NAME, "请核对。")
        return ParsedLine(person.row, fair.id, person, veteran_id=named[0])

    def _refused(self, key: str, reason: str, fix: str) -> ParsedLine | None:
        self._add(Level.REFUSED, key, reason, fix)
        return None

    # ---- what the line does ------------------------------------------------------------------

    def _outcome(self, line: Line, parsed: ParsedLine, fair: FairBook) -> str:
        mark = parsed.veteran_id or parsed.person.id_number or (
            name_key(parsed.person.name), parsed.person.phone,
        )  # fmt: skip
        first = self.seen.setdefault((fair.id, mark), parsed)
        parsed.first_row = first.row
        known = fair.sign_ups.get(parsed.veteran_id or 0)
        parsed.result = self._result(line, parsed, fair, known, mark)
        came = self._came(line, parsed, fair)
        if first is not parsed:
            return self._further(parsed, first, came=came)
        if known is None:
            return self._signed_up(parsed, fair, came=came)
        return self._known(parsed, known, came=came)

    def _came(self, line: Line, parsed: ParsedLine, fair: FairBook) -> bool:
        """Return whether a line checks the person in: as it says, or as they were met."""
        came = self.settings.is_check_in if line.came is None else line.came
        came = came or parsed.result is not None
        if came and not fair.has_begun:
            self._add(Level.NOTE, "came", TOO_EARLY, "当天以后再传一次。")
            return False
        return came

    def _signed_up(self, parsed: ParsedLine, fair: FairBook, *, came: bool) -> str:
        if fair.status not in TAKES_PEOPLE and not came:
            self._add(Level.REFUSED, "came", OVER, "到过场的，请写“是”。")
            return ""
        parsed.signs_up, parsed.checks_in = True, came
        return NEW.key

    def _known(self, parsed: ParsedLine, known: KnownSignUp, *, came: bool) -> str:
        parsed.sign_up_id, parsed.version = known.id, known.version
        parsed.checks_in = came and not known.is_in
        if not known.holds and not parsed.checks_in and not known.is_in:
            self._add(Level.NOTE, "name", CANCELLED, "本人要来的，请他再报一次。")
        if parsed.checks_in:
            self._change("came", "签到", "没有签到", "已签到")
            return CHANGED.key
        if parsed.result is not None:
            return CHANGED.key if parsed.result.meeting_id is not None else NEW.key
        self._add(Level.SKIPPED, "name", "已经报过名，没有不一样的。", NOTHING)
        return KNOWN

    def _further(self, parsed: ParsedLine, first: ParsedLine, *, came: bool) -> str:
        """Return what a further line of a person adds: one more meeting, or nothing."""
        parsed.sign_up_id = first.sign_up_id
        if came and not first.checks_in and first.sign_up_id is None:
            parsed.checks_in = True
            return NEW.key
        if parsed.result is not None:
            return CHANGED.key if parsed.result.meeting_id is not None else NEW.key
        reason = f"和第 {first.row} 行是同一个人。"
        self._add(Level.SKIPPED, "name", reason, NOTHING)
        return REPEATED

    def _result(
        self,
        line: Line,
        parsed: ParsedLine,
        fair: FairBook,
        known: KnownSignUp | None,
        mark: Any,
    ) -> Result | None:
        """Return the meeting a line records, None where it states none or none can be."""
        if line.outcome is None:
            return None
        refusal = self._why_none(line, fair)
        if refusal:
            self._add(Level.NOTE, "result" if line.employer else "employer", *refusal)
            return None
        booking_id, employer = fair.booths[employer_key(line.employer)]
        result = Result(booking_id, employer, line.outcome, line.is_signed, reason=line.reason)
        if line.outcome is Outcome.UNFIT and line.reason is None:
            result.outcome = Outcome.MET
        if line.vacancy:
            vacancy = fair.vacancies.get((booking_id, employer_key(line.vacancy)))
            if vacancy is None:
                self._add(Level.NOTE, "vacancy", NO_VACANCY, "请对照单位带来的岗位。")
            result.vacancy_id = vacancy
        if (mark, booking_id) in self.met:
            return None
        self.met.add((mark, booking_id))
        return self._compared(result, fair, known)

    def _why_none(self, line: Line, fair: FairBook) -> tuple[str, str] | None:
        if not line.employer:
            return NO_EMPLOYER, "加一列单位再传一次。"
        if employer_key(line.employer) not in fair.booths:
            return NO_BOOTH, "请先给这家单位订展位。"
        if not fair.has_begun:
            return TOO_EARLY, "当天以后再传一次。"
        return None if fair.status in HAS_DOORS else (NO_RESULTS, "请先点“开始举办”。")

    def _compared(self, result: Result, fair: FairBook, known: KnownSignUp | None) -> Result | None:
        meeting = fair.meetings.get((result.booking_id, known.id)) if known is not None else None
        if meeting is None:
            return result
        if (meeting.outcome, meeting.is_signed) == (result.outcome, result.is_signed):
            return None
        result.meeting_id, result.version = meeting.id, meeting.version
        before = "现场签约" if meeting.is_signed else meeting.outcome.label
        self._change("result", f"{result.employer}的结果", before, result.words)
        return result

    def _change(self, key: str, label: str, before: str, after: str) -> None:
        reason = f"{label}原来是“{before}”，会改成“{after}”。"
        self._add(Level.CHANGED, key, reason, "不想改，请清空这一格。")

    def _add(self, level: Level, key: str, reason: str, fix: str) -> None:
        cells = self.reader.cells
        index = self.plan.column_of(key)
        heading = self.plan.headings[index] if index is not None else FIELDS.by_key[key].label
        place = (level, self.plan.sheet, cells.row.number, heading)
        self.reader.problems.append(Problem(*place, mask(cells.written(key)), reason, fix))


def _shown(line: Line, fair: FairBook | None) -> dict[str, Any]:
    """Return what was understood of a line, as a person reads it."""
    person = line.person
    values = {
        "name": person.name,
        "identity": person.id_number,
        "phone": person.phone,
        "township": readable("township_code", person.township_code) if person.township_code else "",
        "fair": fair.title if fair is not None else "",
        "came": {True: "是", False: "否"}.get(line.came) if line.came is not None else "",
        "employer": line.employer,
        "vacancy": line.vacancy,
        "result": line.outcome.label if line.outcome is not None else "",
    }
    return {key: value for key, value in values.items() if value}
