"""The dry run: every row of a sheet becomes a staged vacancy or a line of the error file."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from core import clock
from jobs.employers.models import EmployerStatus
from jobs.importing import queries
from jobs.importing.occupations import OccupationFinder, occupation_finder
from jobs.importing.parsed import Level, ParsedVacancy, Problem
from jobs.importing.plan import Counts, Plan
from jobs.importing.rows import Reader, mask
from jobs.importing.screening import Terms, screen
from jobs.vacancies.models import VacancyStatus
from sheets import Row, read_rows
from sheets.uploads import Upload

OnProgress = Callable[[int], None]
STATUS_COUNTS = {
    VacancyStatus.PUBLISHED: "publish",
    VacancyStatus.SUBMITTED: "submitted",
    VacancyStatus.DRAFT: "draft",
    VacancyStatus.RETURNED: "returned",
}


def data_rows(upload: Upload, plan: Plan) -> Iterator[Row]:
    """Yield the rows of a sheet below its heading."""
    return (row for row in read_rows(upload, plan.sheet) if row.number > plan.last_header_row)


def check(
    upload: Upload, plan: Plan, source: str, *, staged: Path, report: Path, on_progress: OnProgress
) -> Counts:
    """Read a whole sheet without changing the database and return its counts.

    Vacancies that can be loaded are written to `staged`, one JSON line each, exactly as they
    will be stored; problems to `report`. `on_progress` gets how many rows are done.
    """
    checker = _Checker(Reader(plan, source, clock.today()), plan)
    with (
        staged.open("w", encoding="utf-8") as vacancies,
        report.open("w", encoding="utf-8") as lines,
    ):
        for done, row in enumerate(data_rows(upload, plan), start=1):
            parsed = checker.take(row)
            if parsed is not None:
                vacancies.write(f"{parsed.dumps()}\n")
            lines.writelines(f"{problem.dumps()}\n" for problem in checker.drain())
            on_progress(done)
    return checker.finish()


@dataclass
class _Checker:
    """Counts over all rows of one sheet."""

    reader: Reader
    plan: Plan
    counts: Counts = field(default_factory=Counts)
    book: queries.EmployerBook = field(default_factory=queries.employer_book)
    finder: OccupationFinder = field(default_factory=occupation_finder)
    reasons: Counter[str] = field(default_factory=Counter)
    seen: dict[tuple[str, bytes], int] = field(default_factory=dict)
    existing: dict[int, set[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        own = self.plan.employer_id
        is_verified = own is not None and queries.employer_status(own) is EmployerStatus.VERIFIED
        self.terms = Terms(is_vouched=own is None, may_submit=is_verified)

    def take(self, row: Row) -> ParsedVacancy | None:
        """Read one row; return the vacancy to stage, or None."""
        self.counts.read += 1
        parsed = self.reader.read(row)
        if parsed is None or self._is_repeated(parsed) or not self._fits_employer(parsed):
            return None
        parsed.occupation_code = self._occupation(parsed, row)
        if screen(parsed, self.terms):
            self._add_problem(Level.RETURNED, parsed, "title", parsed.title, parsed.status_note,
                      "导入后在“待改”里改写，再发布。")  # fmt: skip
        name = STATUS_COUNTS[parsed.status]
        setattr(self.counts, name, getattr(self.counts, name) + 1)
        return parsed

    def _occupation(self, parsed: ParsedVacancy, row: Row) -> str:
        """Return the occupation by the title, else by the sheet's own category column."""
        index = self.plan.column_of("occupation")
        category = row.cells[index] if index is not None and index < len(row.cells) else ""
        return self.finder.find(parsed.title) or (self.finder.find(category) if category else "")

    def _is_repeated(self, parsed: ParsedVacancy) -> bool:
        mark = (parsed.unit.credit_code or parsed.unit.key, parsed.fingerprint())
        first = self.seen.setdefault(mark, parsed.row)
        if first == parsed.row:
            return False
        self.counts.repeated += 1
        self._add_problem(Level.SKIPPED, parsed, "title", parsed.title,
                          f"和第 {first} 行完全一样。",
                  "不用处理；如果是两个岗位，请写出不同的地方。")  # fmt: skip
        return True

    def _fits_employer(self, parsed: ParsedVacancy) -> bool:
        known = self._known(parsed)
        if known is None:
            return True
        if known.status is EmployerStatus.REFUSED:
            reason = "这家单位审核没有通过，不能给它发岗位。"
            self._add_problem(
                Level.REFUSED, parsed, "employer", parsed.unit.name, reason, "请先核实这家单位。"
            )
            return False
        if known.id not in self.existing:
            self.existing[known.id] = {mark for _, mark in queries.existing_vacancies([known.id])}
        if parsed.fingerprint() not in self.existing[known.id]:
            return True
        self.counts.known += 1
        self._add_problem(Level.SKIPPED, parsed, "title", parsed.title,
                          "系统里已有完全一样的岗位，还在招。", "不用处理。")  # fmt: skip
        return False

    def _known(self, parsed: ParsedVacancy) -> queries.Known | None:
        if self.plan.employer_id is not None:
            return queries.Known(self.plan.employer_id, None, EmployerStatus.VERIFIED)
        return self.book.find(parsed.unit)

    def _add_problem(
        self, level: Level, parsed: ParsedVacancy, key: str, value: str, reason: str, fix: str
    ) -> None:
        index = self.plan.column_of(key)
        heading = self.plan.headings[index] if index is not None else ""
        where = (level, self.plan.sheet, parsed.row, heading)
        self.reader.problems.append(Problem(*where, mask(value), reason, fix))

    def drain(self) -> list[Problem]:
        """Return the problems of the row just taken, and count them."""
        problems, self.reader.problems = self.reader.problems, []
        for problem in problems:
            if problem.level is Level.REFUSED:
                self.counts.refused += 1
                self.reasons[problem.reason] += 1
            elif problem.level is Level.NOTE:
                self.counts.notes += 1
        return problems

    def finish(self) -> Counts:
        """Return the counts of the whole sheet."""
        self.counts.reasons = dict(self.reasons.most_common())
        return self.counts
