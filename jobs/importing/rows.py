"""Reads the rows of one sheet by its plan: each gives a vacancy, or the reasons why not."""

import re
from dataclasses import dataclass, field
from datetime import date

from jobs.employers.credit_code import find_fault, normalise
from jobs.importing.fields import FIELDS
from jobs.importing.parse import conditions, demands, employers
from jobs.importing.parse.credentials import demanded_credentials
from jobs.importing.parse.description import clean_text, split_description
from jobs.importing.parse.numbers import parse_headcount, parse_yes_no
from jobs.importing.parse.pay import Pay, is_left_open, parse_pay, parse_period
from jobs.importing.parse.summary import Summary, parse_summary
from jobs.importing.parsed import ParsedEmployer, ParsedVacancy
from jobs.importing.settings import LONGEST_EMPLOYER, settings_of
from people.divisions.atlas import find_place
from people.secrecy.guard import faults_in
from people.secrecy.personal_numbers import find_phone
from people.secrecy.private_numbers import OF_PERSONS
from sheets import Row, parse_day
from sheets.cells import RowCells, RowRefusedError
from sheets.plan import Plan
from sheets.report import Problem
from sheets.texts import half_width

TITLE_LENGTH, CONTACT_LENGTH, PLACE_LENGTH, SHIFT_LENGTH = 80, 40, 120, 60
PAY_TO_CHECK = 100_000  # yuan a month: more is nearly always a wrong unit


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
        summary = parse_summary(cells.get("summary"))
        _headcount(cells, parsed, summary)
        _place(cells, parsed)
        _pay(cells, parsed)
        _demands(cells, parsed, summary)
        _conditions(cells, parsed)
        _validity(cells, parsed, self.today)
        return parsed

    def _unit(self, cells: RowCells) -> ParsedEmployer:
        """Return the employer: of the row, else of the whole sheet, else named by the source."""
        facts = employers.parse_facts(cells.get("facts"))
        written = cells.get("employer")
        is_own, given = self.settings.employer_id is not None, self.settings.employer
        name = None if is_own else employers.clean_name(written)
        if written and name is None and not is_own and not given:
            cells.refuse("employer", "这不像一个单位的名称。")
        if name and len(name) > LONGEST_EMPLOYER:
            cells.refuse("employer", f"单位名称超过 {LONGEST_EMPLOYER} 个字。")
        fallback = given or f"来源单位未署名（{self.source or '未写来源'}）"
        unit = ParsedEmployer(
            name or fallback, employers.name_key(name or fallback), is_named=bool(name)
        )
        if name:
            unit.industry = employers.parse_industry(cells.get("industry")) or facts.industry
            unit.staffing = employers.parse_staffing(cells.get("staffing")) or facts.staffing
            unit.introduction = _introduction(cells) or facts.text
            unit.credit_code = _credit_code(cells)
            unit.contact_name = cells.fitting("contact_name", CONTACT_LENGTH)
            unit.contact_phone = _phone(cells)
        return unit


def _title(cells: RowCells) -> str:
    title = cells.fitting("title", TITLE_LENGTH)
    if not title:
        cells.refuse("title", "没有写岗位名称。")
    return title


def _credit_code(cells: RowCells) -> str | None:
    code = normalise(cells.get("credit_code"))
    if not code:
        return None
    fault = find_fault(code)
    if fault is None:
        return code
    cells.note("credit_code", fault.message, "先不带代码导入；请对照营业执照，在单位资料里补填。")
    return None


def _introduction(cells: RowCells) -> str:
    introduction = cells.get("introduction")
    faults = faults_in(introduction, OF_PERSONS)
    if not faults:
        return introduction
    cells.note(
        "introduction", f"这些不能写：{'、'.join(faults)}。单位简介没有记下。", "改写后再填。"
    )
    return ""


def _phone(cells: RowCells) -> str:
    written = cells.get("contact_phone")
    found = find_phone(written)
    if written and not found:
        cells.note("contact_phone", "电话号码看不懂，没有记下。")
    return found


def _texts(cells: RowCells, parsed: ParsedVacancy) -> None:
    """Fill duties and requirements from their own columns and from a mixed description."""
    mixed = split_description(cells.get("description"))
    duties = [clean_text(cells.get("duties")), mixed.duties]
    benefits, facts = cells.get("benefits"), employers.parse_facts(cells.get("facts")).text
    if benefits:
        duties.append(f"福利待遇：{clean_text(benefits)}")
    if facts and not parsed.unit.is_named:
        duties.append(f"单位情况：{facts}")
    demanded = [clean_text(cells.get("requirements")), mixed.requirements]
    if cells.get("credentials"):
        demanded.append(f"证书要求：{cells.get('credentials')}")
    parsed.duties = "\n".join(part for part in duties if part)
    parsed.requirements = "\n".join(part for part in demanded if part)


def _headcount(cells: RowCells, parsed: ParsedVacancy, summary: Summary) -> None:
    text = cells.get("headcount")
    count = parse_headcount(text) if text else summary.headcount
    if count is None:
        written = text or ("若干人" if "若干" in cells.get("summary") else "")
        if written and not re.search(r"若干|不限|多", written):
            cells.note("headcount", "招聘人数看不懂，按 1 人记。")
    elif not 1 <= count <= 9999:
        cells.refuse("headcount", "招聘人数要在 1 到 9999 之间。")
    parsed.headcount = count or 1


def _place(cells: RowCells, parsed: ParsedVacancy) -> None:
    text = cells.get("place")
    parsed.place_code = find_place(text) if text else None
    parsed.place_detail = cells.fitting("place", PLACE_LENGTH)


def _pay(cells: RowCells, parsed: ParsedVacancy) -> None:
    pay = _pay_of_bounds(cells) or _pay_of_text(cells)
    if pay is None:
        return
    if pay.low is not None and pay.high is not None and pay.low > pay.high:
        cells.refuse("pay_max" if cells.get("pay_max") else "pay", "最低薪资比最高薪资还高。")
    parsed.pay_min, parsed.pay_max, parsed.pay_period = pay.low, pay.high, pay.period
    if max(pay.low or 0, pay.high or 0) > PAY_TO_CHECK:
        cells.note("pay_max" if cells.get("pay_max") else "pay", "每月超过 10 万元，请核对单位。")


def _pay_of_text(cells: RowCells) -> Pay | None:
    text = cells.get("pay")
    pay = parse_pay(text + cells.get("pay_period")) if text else None
    if text and pay is None and not is_left_open(text):
        cells.note("pay", "薪资看不懂，先按“面议”记。")
    return pay


def _pay_of_bounds(cells: RowCells) -> Pay | None:
    texts = cells.get("pay_min"), cells.get("pay_max")
    if not any(texts):
        return None
    bounds = [parse_pay(text) if text else None for text in texts]
    for key, text, bound in zip(("pay_min", "pay_max"), texts, bounds, strict=True):
        if text and bound is None and not is_left_open(text):
            cells.note(key, "薪资看不懂，先空着。")
    if bounds == [None, None]:
        return None
    period, _ = parse_period("/" + half_width(cells.get("pay_period")).removeprefix("元/"))
    low, high = bounds
    bottom = low.low if low else None
    return Pay(bottom, (high.high or high.low) if high else None, period)


def _demands(cells: RowCells, parsed: ParsedVacancy, summary: Summary) -> None:
    """Set schooling, years and age from their cells first, then from the demands in the text."""
    prose = f"{parsed.requirements}\n{parsed.duties}"
    written = demands.parse_schooling(cells.get("schooling")) or summary.schooling
    stated = bool(cells.get("schooling"))
    parsed.schooling_min = written if written or stated else demands.schooling_in(prose)
    years = demands.parse_years(cells.get("years")) if cells.get("years") else summary.years
    # Job sites write 无工作经验 by default; the text may still demand years.
    parsed.years_min = (
        years or (demands.years_in(prose) if not cells.get("years") else None) or years
    )
    age = cells.get("age")
    ages = demands.ages_in(age if not age or "岁" in age else f"{age}岁") if age else None
    ages = ages or demands.ages_in(prose)
    parsed.age_min, parsed.age_max = ages.low, ages.high
    parsed.credentials = demanded_credentials(parsed.requirements)


def _conditions(cells: RowCells, parsed: ParsedVacancy) -> None:
    prose = f"{parsed.duties}\n{parsed.requirements}"
    parsed.has_lodging = _answer(cells.get("lodging"), conditions.has_lodging, prose)
    parsed.has_insurance = _answer(cells.get("insurance"), conditions.has_insurance, prose)
    shift = cells.get("shift")
    parsed.has_nights = _answer(cells.get("nights"), conditions.has_nights, f"{shift}\n{prose}")
    parsed.shift_note = cells.fitting("shift", SHIFT_LENGTH) or conditions.shift_note(prose)
    parsed.veterans_first = parse_yes_no(cells.get("veterans")) or conditions.veterans_first(prose)


def _answer(cell: str, find: conditions.Finder, prose: str) -> bool | None:
    """Read a cell as a phrase, then as yes or no; without a cell, read the text."""
    if not cell:
        return find(prose)
    written = find(cell)
    return parse_yes_no(cell) if written is None else written


def _validity(cells: RowCells, parsed: ParsedVacancy, today: date) -> None:
    text = cells.get("valid_to")
    if not text:
        return
    parsed.valid_to = parse_day(text, month_end=True)
    if parsed.valid_to is None:
        cells.refuse("valid_to", "有效期看不懂。")
    if parsed.valid_to is not None and parsed.valid_to < today:
        cells.refuse("valid_to", "有效期已经过了。")
