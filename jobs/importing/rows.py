"""Reads the rows of one sheet by its plan: each gives a vacancy, or the reasons why not."""

import re
from dataclasses import dataclass, field
from datetime import date

from jobs.employers.credit_code import find_fault, normalise
from jobs.importing.fields import BY_KEY
from jobs.importing.parse import conditions, demands, employers
from jobs.importing.parse.credentials import demanded_credentials
from jobs.importing.parse.description import clean_text, split_description
from jobs.importing.parse.numbers import half_width, parse_headcount, parse_yes_no
from jobs.importing.parse.pay import Pay, is_left_open, parse_pay, parse_period
from jobs.importing.parse.summary import Summary, parse_summary
from jobs.importing.parsed import Level, ParsedEmployer, ParsedVacancy, Problem
from jobs.importing.plan import LONGEST_EMPLOYER, Plan
from people.divisions.atlas import find_place
from sheets import Row, parse_day

EXAMPLE = "（示例，请删除本行）"
TITLE_LENGTH, CONTACT_LENGTH, PLACE_LENGTH, SHIFT_LENGTH = 80, 40, 120, 60
PAY_TO_CHECK = 100_000  # yuan a month: more is nearly always a wrong unit
_PRIVATE = re.compile(r"(?<!\d)(\d{3})\d{4,11}(\d{3}[\dXx])(?!\d)")
_TOTAL_ROW = re.compile(r"^(合计|总计|共计|小计|填表人|制表|备注|说明|注)[:：]?")
_ADVICE = "照表头的意思改好这一格，再传一次。"


class _Refused(Exception):  # noqa: N818 - a signal inside this module, not an error of the program
    """The row cannot become a vacancy."""


@dataclass
class Reader:
    """Turns rows into vacancies. `source` names where the sheet came from."""

    plan: Plan
    source: str
    today: date
    problems: list[Problem] = field(default_factory=list)

    def read(self, row: Row) -> ParsedVacancy | None:
        """Return the vacancy of a row, or None; problems are added to `problems`."""
        cells = _Cells(self, row)
        if cells.is_no_vacancy():
            return None
        try:
            return self._vacancy(cells)
        except _Refused:
            return None

    def _vacancy(self, cells: "_Cells") -> ParsedVacancy:
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

    def _unit(self, cells: "_Cells") -> ParsedEmployer:
        """Return the employer: of the row, else of the whole sheet, else named by the source."""
        facts = employers.parse_facts(cells.get("facts"))
        written = cells.get("employer")
        name = None if self.plan.employer_id else employers.clean_name(written)
        if written and name is None and not self.plan.employer_id and not self.plan.employer:
            cells.refuse("employer", "这不像一个单位的名称。")
        if name and len(name) > LONGEST_EMPLOYER:
            cells.refuse("employer", f"单位名称超过 {LONGEST_EMPLOYER} 个字。")
        fallback = self.plan.employer or f"来源单位未署名（{self.source or '未写来源'}）"
        unit = ParsedEmployer(
            name or fallback, employers.name_key(name or fallback), is_named=bool(name)
        )
        if name:
            unit.industry = employers.parse_industry(cells.get("industry")) or facts.industry
            unit.staffing = employers.parse_staffing(cells.get("staffing")) or facts.staffing
            unit.introduction = cells.get("introduction") or facts.text
            unit.credit_code = _credit_code(cells)
            unit.contact_name = _fitting(cells, "contact_name", CONTACT_LENGTH)
            unit.contact_phone = _phone(cells)
        return unit


class _Cells:
    """The cells of one row by field, and the problems found in them."""

    def __init__(self, reader: Reader, row: Row) -> None:
        self.reader = reader
        self.row = row
        self._values = {
            key: row.cells[index] if index < len(row.cells) else ""
            for index, key in reader.plan.columns.items()
        }

    def get(self, key: str) -> str:
        """Return a field's text; a number that lost digits refuses the row."""
        index = self.reader.plan.column_of(key)
        if index in self.row.ruined:
            self.refuse(key, "这一格是数字格式，长号码的后几位已经变成 0，无法还原。")
        return self._values.get(key, "")

    def is_no_vacancy(self) -> bool:
        """Return whether the row is an example, a repeated heading or a line of totals."""
        first = next((cell for cell in self.row.cells if cell), "")
        title = self._values.get("title", "")
        headings = self.reader.plan.headings
        repeated = title != "" and title == headings[self.reader.plan.column_of("title") or 0]
        filled = sum(1 for value in self._values.values() if value)
        return EXAMPLE in title or repeated or (filled <= 2 and bool(_TOTAL_ROW.match(first)))

    def note(self, key: str, reason: str, fix: str = "") -> None:
        """Add a problem of a cell that was not understood; the row stays."""
        self._add(Level.NOTE, key, reason, fix)

    def refuse(self, key: str, reason: str, fix: str = "") -> None:
        """Add the problem because of which the row cannot be loaded, and give the row up."""
        self._add(Level.REFUSED, key, reason, fix)
        raise _Refused

    def _add(self, level: Level, key: str, reason: str, fix: str) -> None:
        index = self.reader.plan.column_of(key)
        heading = self.reader.plan.headings[index] if index is not None else BY_KEY[key].label
        value = mask(self._values.get(key, ""))
        sheet = self.reader.plan.sheet
        fix = fix or BY_KEY[key].fix or _ADVICE
        problem = Problem(level, sheet, self.row.number, heading, value, reason, fix)
        self.reader.problems.append(problem)


def mask(text: str) -> str:
    """Return at most 60 characters of a cell, long numbers without their middle."""
    text = _PRIVATE.sub(r"\1****\2", text.replace("\n", " "))
    return text if len(text) <= 60 else f"{text[:59]}…"


def _title(cells: _Cells) -> str:
    title = _fitting(cells, "title", TITLE_LENGTH)
    if not title:
        cells.refuse("title", "没有写岗位名称。")
    return title


def _fitting(cells: _Cells, key: str, most: int) -> str:
    """Return a cell as one line that fits its column; a longer one is shortened, with a note."""
    text = " ".join(cells.get(key).split())
    if len(text) <= most:
        return text
    cells.note(key, f"{BY_KEY[key].label}超过 {most} 个字，只留了前面的。")
    return f"{text[: most - 1]}…"


def _credit_code(cells: _Cells) -> str | None:
    code = normalise(cells.get("credit_code"))
    if not code:
        return None
    fault = find_fault(code)
    if fault is None:
        return code
    cells.note("credit_code", fault.message, "先不带代码导入；请对照营业执照，在单位资料里补填。")
    return None


def _phone(cells: _Cells) -> str:
    text = half_width(cells.get("contact_phone"))
    found = re.search(r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8})(?!\d)", text)
    if text and found is None:
        cells.note("contact_phone", "电话号码看不懂，没有记下。")
    return found[0] if found else ""


def _texts(cells: _Cells, parsed: ParsedVacancy) -> None:
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


def _headcount(cells: _Cells, parsed: ParsedVacancy, summary: Summary) -> None:
    text = cells.get("headcount")
    count = parse_headcount(text) if text else summary.headcount
    if count is None:
        written = text or ("若干人" if "若干" in cells.get("summary") else "")
        if written and not re.search(r"若干|不限|多", written):
            cells.note("headcount", "招聘人数看不懂，按 1 人记。")
    elif not 1 <= count <= 9999:
        cells.refuse("headcount", "招聘人数要在 1 到 9999 之间。")
    parsed.headcount = count or 1


def _place(cells: _Cells, parsed: ParsedVacancy) -> None:
    text = cells.get("place")
    parsed.place_code = find_place(text) if text else None
    parsed.place_detail = _fitting(cells, "place", PLACE_LENGTH)


def _pay(cells: _Cells, parsed: ParsedVacancy) -> None:
    pay = _pay_of_bounds(cells) or _pay_of_text(cells)
    if pay is None:
        return
    if pay.low is not None and pay.high is not None and pay.low > pay.high:
        cells.refuse("pay_max" if cells.get("pay_max") else "pay", "最低薪资比最高薪资还高。")
    parsed.pay_min, parsed.pay_max, parsed.pay_period = pay.low, pay.high, pay.period
    if max(pay.low or 0, pay.high or 0) > PAY_TO_CHECK:
        cells.note("pay_max" if cells.get("pay_max") else "pay", "每月超过 10 万元，请核对单位。")


def _pay_of_text(cells: _Cells) -> Pay | None:
    text = cells.get("pay")
    pay = parse_pay(text + cells.get("pay_period")) if text else None
    if text and pay is None and not is_left_open(text):
        cells.note("pay", "薪资看不懂，先按“面议”记。")
    return pay


def _pay_of_bounds(cells: _Cells) -> Pay | None:
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


def _demands(cells: _Cells, parsed: ParsedVacancy, summary: Summary) -> None:
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


def _conditions(cells: _Cells, parsed: ParsedVacancy) -> None:
    prose = f"{parsed.duties}\n{parsed.requirements}"
    parsed.has_lodging = _answer(cells.get("lodging"), conditions.has_lodging, prose)
    parsed.has_insurance = _answer(cells.get("insurance"), conditions.has_insurance, prose)
    shift = cells.get("shift")
    parsed.has_nights = _answer(cells.get("nights"), conditions.has_nights, f"{shift}\n{prose}")
    parsed.shift_note = _fitting(cells, "shift", SHIFT_LENGTH) or conditions.shift_note(prose)
    parsed.veterans_first = parse_yes_no(cells.get("veterans")) or conditions.veterans_first(prose)


def _answer(cell: str, find: conditions.Finder, prose: str) -> bool | None:
    """Read a cell as a phrase, then as yes or no; without a cell, read the text."""
    if not cell:
        return find(prose)
    written = find(cell)
    return parse_yes_no(cell) if written is None else written


def _validity(cells: _Cells, parsed: ParsedVacancy, today: date) -> None:
    text = cells.get("valid_to")
    if not text:
        return
    parsed.valid_to = parse_day(text, month_end=True)
    if parsed.valid_to is None:
        cells.refuse("valid_to", "有效期看不懂。")
    if parsed.valid_to is not None and parsed.valid_to < today:
        cells.refuse("valid_to", "有效期已经过了。")
