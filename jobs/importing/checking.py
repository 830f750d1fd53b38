"""What becomes of each row of a sheet of vacancies in the dry run."""

from core import clock
from jobs.employers.known import Known, employer_book
from jobs.employers.models import EmployerStatus
from jobs.importing import queries
from jobs.importing.occupations import occupation_finder
from jobs.importing.parsed import ParsedVacancy
from jobs.importing.rows import Reader
from jobs.importing.screening import Terms, screen
from jobs.importing.settings import is_bureau, is_own, settings_of
from jobs.vacancies.minimum_pay import floor_on
from jobs.vacancies.models import VacancyStatus
from jobs.vacancies.wording import house_on
from sheets import Row
from sheets.columns import cell
from sheets.nouns import KNOWN, REPEATED, Outcome, Taken
from sheets.plan import Plan
from sheets.report import Level, Problem, mask

BY_STATUS = {
    VacancyStatus.PUBLISHED: Outcome("publish", "直接发布", "可发布", is_shown=is_bureau),
    VacancyStatus.SUBMITTED: Outcome("submitted", "提交审核", "提交审核", is_shown=is_own),
    VacancyStatus.DRAFT: Outcome(
        "draft", "存为草稿", "存为草稿", note="缺内容或要您确认", is_shown=is_own
    ),
    VacancyStatus.RETURNED: Outcome("returned", "待改", "待改", note="有不能写的话，或工资太低"),
}
HELD = Outcome(
    "held",
    "单位核实后显示",
    "等单位核实",
    note="单位未核实，核实通过后自动显示",
    is_shown=is_bureau,
)
OUTCOMES = (BY_STATUS[VacancyStatus.PUBLISHED], HELD, *tuple(BY_STATUS.values())[1:])


class VacancyReader:
    """Reads one sheet: each row is a vacancy to stage, one there is already, or refused."""

    def __init__(self, plan: Plan, source: str) -> None:
        self.plan = plan
        self.reader = Reader(plan, source, clock.today())
        self.own = settings_of(plan).employer_id
        self.book = employer_book()
        self.finder = occupation_finder()
        self.seen: dict[tuple[str, bytes], int] = {}
        self.existing: dict[int, set[bytes]] = {}
        is_verified = (
            self.own is not None and queries.employer_status(self.own) is EmployerStatus.VERIFIED
        )
        today = clock.today()
        self.terms = Terms(self.own is None, is_verified, house_on(today), floor_on(today))

    def take(self, row: Row) -> Taken:
        """Return what becomes of a row."""
        self.reader.problems = []
        parsed = self.reader.read(row)
        outcome = "" if parsed is None else self._outcome(parsed, row)
        is_staged = parsed is not None and outcome not in ("", REPEATED, KNOWN)
        staged = parsed.dumps() if parsed is not None and is_staged else ""
        values = parsed.shown() if parsed is not None else {}
        return Taken(outcome, staged, self.reader.problems, values)

    def _outcome(self, parsed: ParsedVacancy, row: Row) -> str:
        if self._is_repeated(parsed):
            return REPEATED
        known = self._known(parsed)
        if known is not None and self._is_refused(parsed, known):
            return ""
        if known is not None and self._is_open(parsed, known):
            return KNOWN
        parsed.occupation_code = self._occupation(parsed, row)
        column = screen(parsed, self.terms)
        if column:
            value = parsed.title if column == "title" else f"{parsed.pay_min}—{parsed.pay_max}"
            self._add_problem(Level.RETURNED, parsed, column, value, parsed.status_note,
                      "导入后在“待改”里改写，再发布。")  # fmt: skip
        if parsed.status is VacancyStatus.PUBLISHED and not self._is_verified(known):
            return HELD.key
        return BY_STATUS[parsed.status].key

    def _is_verified(self, known: Known | None) -> bool:
        return known is not None and known.status is EmployerStatus.VERIFIED

    def _occupation(self, parsed: ParsedVacancy, row: Row) -> str:
        """Return the occupation by the title, else by the sheet's own category column."""
        category = cell(row.cells, self.plan.column_of("occupation"))
        code = self.finder.find(parsed.title) or (self.finder.find(category) if category else "")
        if category and not code:
            self._add_problem(Level.NOTE, parsed, "occupation", category,
                              "没认出是哪种职业，没有记。", "导入后在岗位里选职业。")  # fmt: skip
        return code

    def _is_repeated(self, parsed: ParsedVacancy) -> bool:
        mark = (parsed.unit.credit_code or parsed.unit.key, parsed.fingerprint())
        first = self.seen.setdefault(mark, parsed.row)
        if first == parsed.row:
            return False
        self._add_problem(Level.SKIPPED, parsed, "title", parsed.title,
                          f"和第 {first} 行完全一样。",
                  "不用处理；如果是两个岗位，请写出不同的地方。")  # fmt: skip
        return True

    def _is_refused(self, parsed: ParsedVacancy, known: Known) -> bool:
        if known.status is not EmployerStatus.REFUSED:
            return False
        reason = "这家单位审核没有通过，不能给它发岗位。"
        self._add_problem(
            Level.REFUSED, parsed, "employer", parsed.unit.name, reason, "请先核实这家单位。"
        )
        return True

    def _is_open(self, parsed: ParsedVacancy, known: Known) -> bool:
        if known.id not in self.existing:
            self.existing[known.id] = {mark for _, mark in queries.existing_vacancies([known.id])}
        if parsed.fingerprint() not in self.existing[known.id]:
            return False
        self._add_problem(Level.SKIPPED, parsed, "title", parsed.title,
                          "系统里已有完全一样的岗位，还在招。", "不用处理。")  # fmt: skip
        return True

    def _known(self, parsed: ParsedVacancy) -> Known | None:
        if self.own is not None:
            return Known(self.own, None, EmployerStatus.VERIFIED)
        return self.book.find(parsed.unit.key, parsed.unit.credit_code)

    def _add_problem(
        self, level: Level, parsed: ParsedVacancy, key: str, value: str, reason: str, fix: str
    ) -> None:
        index = self.plan.column_of(key)
        heading = self.plan.headings[index] if index is not None else ""
        where = (level, self.plan.sheet, parsed.row, heading)
        self.reader.problems.append(Problem(*where, mask(value), reason, fix))
