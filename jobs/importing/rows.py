"""Reads the rows of one sheet by its plan: each gives a vacancy, or the reasons why not."""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from jobs.employers.cells import credit_code, fact, introduction, phone
from jobs.employers.names import name_key
from jobs.employers.written import clean_name, parse_facts, parse_industry, parse_staffing
from jobs.importing.demanded import set_conditions, set_demands, set_headcount
from jobs.importing.fields import FIELDS
from jobs.importing.paid import set_pay
from jobs.importing.parse.description import clean_text, split_description
from jobs.importing.parse.summary import Summary, parse_summary
from jobs.importing.parsed import ParsedEmployer, ParsedVacancy
from jobs.importing.settings import LONGEST_EMPLOYER, settings_of
from jobs.vacancies.readiness import LONGEST
from people.divisions.atlas import find_place
from sheets import Row
from sheets.cells import RowCells, RowRefusedError
from sheets.plan import Plan
from sheets.report import Problem

T = TypeVar("T")
TITLE_LENGTH, CONTACT_LENGTH, PLACE_LENGTH = 80, 40, 120
PLACE_FIX = "写到乡镇，如“怀远县榴城镇”；外地写到市，如“江苏省苏州市”。"


@dataclass
class Reader:
    """Turns rows into vacancies. `source` names where the sheet came from."""

    plan: Plan
    source: str
    today: date
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.settings = settings_of(self.plan)

    def read(self, row: Row) -> ParsedVacancy | None:
        """Return the vacancy of a row, or None; problems are added to `problems`."""
        cells = RowCells(self.plan, FIELDS, row, self.problems)
        if cells.is_no_data():
            return None
        try:
            return self._vacancy(cells)
        except RowRefusedError:
            return None

    def _vacancy(self, cells: RowCells) -> ParsedVacancy:
        parsed = ParsedVacancy(cells.row.number, self._unit(cells), _title(cells))
        _texts(cells, parsed)
        summary = _summary(cells)
        set_headcount(cells, parsed, summary)
        _place(cells, parsed)
        set_pay(cells, parsed)
        set_demands(cells, parsed, summary)
        set_conditions(cells, parsed)
        _validity(cells, parsed, self.today)
        return parsed

    def _unit(self, cells: RowCells) -> ParsedEmployer:
        """Return the employer: of the row, else of the whole sheet, else named by the source."""
        facts = parse_facts(cells.get("facts"))
        written = cells.get("employer")
        is_own, given = self.settings.employer_id is not None, self.settings.employer
        name = None if is_own else clean_name(written)
        if written and name is None and not is_own and not given:
            cells.refuse("employer", "这不像一个单位的名称。")
        if name and len(name) > LONGEST_EMPLOYER:
            cells.refuse("employer", f"单位名称超过 {LONGEST_EMPLOYER} 个字。")
        fallback = given or f"来源单位未署名（{self.source or '未写来源'}）"
        unit = ParsedEmployer(name or fallback, name_key(name or fallback), is_named=bool(name))
        if name:
            unit.industry = fact(cells, "industry", parse_industry) or facts.industry
            unit.staffing = fact(cells, "staffing", parse_staffing) or facts.staffing
            unit.introduction = introduction(cells) or facts.text
            unit.credit_code = credit_code(cells)
            unit.contact_name = cells.fitting("contact_name", CONTACT_LENGTH)
            unit.contact_phone = phone(cells)
        return unit


def _title(cells: RowCells) -> str:
    title = cells.fitting("title", TITLE_LENGTH)
    if not title:
        cells.refuse("title", "没有写岗位名称。")
    return title


def _texts(cells: RowCells, parsed: ParsedVacancy) -> None:
    """Fill duties and requirements from their own columns and from a mixed description."""
    mixed = split_description(cells.get("description"))
    duties = [clean_text(cells.get("duties")), mixed.duties]
    benefits, facts = cells.get("benefits"), parse_facts(cells.get("facts")).text
    if benefits:
        duties.append(f"福利待遇：{clean_text(benefits)}")
    if facts and not parsed.unit.is_named:
        duties.append(f"单位情况：{facts}")
    demanded = [clean_text(cells.get("requirements")), mixed.requirements]
    if cells.get("credentials"):
        demanded.append(f"证书要求：{cells.get('credentials')}")
    parsed.duties = "\n".join(part for part in duties if part)
    parsed.requirements = "\n".join(part for part in demanded if part)


def _summary(cells: RowCells) -> Summary:
    text = cells.get("summary")
    found = parse_summary(text)
    if text and found == Summary(None, None, None) and "若干" not in text:
        cells.note_unread("summary", "这一格看不懂，没有记。")
    return found


def _place(cells: RowCells, parsed: ParsedVacancy) -> None:
    text = cells.get("place")
    parsed.place_code = find_place(text) if text else None
    if text and parsed.place_code is None:
        cells.note("place", "没认出是哪个乡镇或城市，只记了原文。", PLACE_FIX)
    parsed.place_detail = cells.fitting("place", PLACE_LENGTH)


def _validity(cells: RowCells, parsed: ParsedVacancy, today: date) -> None:
    parsed.valid_to = cells.closing_day("valid_to", "有效期看不懂。")
    if parsed.valid_to is None:
        return
    if parsed.valid_to < today:
        cells.refuse("valid_to", "有效期已经过了。")
    if parsed.valid_to > today + LONGEST:
        cells.refuse("valid_to", "有效期最长一年。")
