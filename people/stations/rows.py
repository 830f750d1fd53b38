"""Reads the rows of a sheet of stations: each gives a station with its staff, and every note."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date

from core import clock
from core.errors import DomainError
from people.divisions.queries import COUNTY, division
from people.ledgers.words import township_of
from people.secrecy.guard import faults_in
from people.secrecy.names import check_person_name, clean_name
from people.secrecy.personal_numbers import find_phone, normalise_phone
from people.secrecy.private_numbers import OF_PERSONS
from people.stations.models import Employment, StationLevel
from people.stations.parsed import ParsedStaff, ParsedStation
from people.stations.sheet_fields import FIELDS
from sheets.cells import AS_NUMBER, PartsReader, RowCells, RowRefusedError
from sheets.dates import as_date, parse_day
from sheets.plan import Plan
from sheets.texts import half_width

NAME, ADDRESS, PHONE, PERSON, DUTY = 60, 120, 20, 40, 30
MOST_PLANNED = 99
LONGEST_TOWNSHIP = 12  # characters of the name of a township
MOST_PEOPLE = 10  # in one cell
NOT_RECORDED = "看不懂，没有记。"
_LISTED = re.compile(r"[、,，;；/\n]+|(?<=\S)\s{2,}(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})(?:%|人|名)?")
_LEVELS = (
    (StationLevel.VILLAGE, re.compile(r"村|社区")),
    (StationLevel.COUNTY, re.compile(r"县|中心$")),
    (StationLevel.TOWNSHIP, re.compile(r"[乡镇]|街道")),
)
_YES, _NO = ("是", "有", "√", "✓", "示范站", "示范"), ("否", "无", "不是", "×")


class Reader(PartsReader[ParsedStation]):
    """Turns rows into stations with their staff."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(
            plan, FIELDS, lambda row: ParsedStation(row, ""), (_name, _place, _office, _staff)
        )


# ---- the station ---------------------------------------------------------------------------


def _name(cells: RowCells, parsed: ParsedStation) -> None:
    name = half_width(cells.get("name"))
    code = township_of(cells.get("township")) if not name else None
    name = name or (f"{division(code).name}退役军人服务站" if code else "")
    if not name:
        cells.refuse("name", "没有写服务站名称，也没有写乡镇。")
    if len(name) > NAME:
        cells.refuse("name", f"服务站名称超过 {NAME} 个字。")
    if faults_in(name, OF_PERSONS):
        cells.refuse("name", "服务站名称里写有个人号码。")
    parsed.name = name


def _place(cells: RowCells, parsed: ParsedStation) -> None:
    """Set level and place: as written, else as the name says."""
    written = cells.get("level")
    parsed.level = _level(written)
    if written and parsed.level is None:
        cells.note("level", "没认出是哪一级，照名称记。")
    named = _named_township(parsed.name)
    parsed.level = parsed.level or _level(_in_county(parsed.name))
    parsed.level = parsed.level or (StationLevel.TOWNSHIP if named else None)
    township = cells.get("township")
    code = township_of(township) if township else None
    if township and code is None:
        cells.refuse("township", "没认出是本县哪个乡镇。")
    parsed.division_code = code or named
    if parsed.level is StationLevel.COUNTY:
        parsed.division_code = COUNTY


def _level(text: str) -> StationLevel | None:
    plain = half_width(text)[:NAME]
    return next((level for level, words in _LEVELS if words.search(plain)), None)


def _in_county(name: str) -> str:
    """Return a name without the county's in front of it."""
    return name.removeprefix(division(COUNTY).name)


def _named_township(name: str) -> str | None:
    """Return the township whose name a station's name begins with, with or without the county."""
    plain = _in_county(name)
    for length in range(min(len(plain), LONGEST_TOWNSHIP), 1, -1):
        code = township_of(plain[:length])
        if code is not None:
            return code
    return None


def _office(cells: RowCells, parsed: ParsedStation) -> None:
    parsed.address = _guarded(cells, "address", ADDRESS)
    parsed.phone = cells.fitting("phone", PHONE)
    parsed.vacancies_planned = _number(cells, "planned", MOST_PLANNED)
    text = half_width(cells.get("model"))
    if text in (*_YES, *_NO):
        parsed.is_model = text in _YES
    elif text:
        cells.note_unread("model", f"是不是示范站{NOT_RECORDED}")


# ---- its staff -----------------------------------------------------------------------------


def _staff(cells: RowCells, parsed: ParsedStation) -> None:
    names = _people(cells)
    phones = _phones(cells, names)
    work = _work(cells)
    duties = [one.strip() for one in _LISTED.split(_guarded(cells, "duty", ADDRESS))]
    for place, name in enumerate(names):
        with suppress(RowRefusedError):
            check_name(cells, name)
            duty = duties[place] if len(duties) == len(names) else " ".join(duties)
            if len(duty) > DUTY:
                cells.note("duty", f"职务超过 {DUTY} 个字，没有记。")
                duty = ""
            parsed.staff.append(
                replace(work, name=clean_name(name), phone=phones[place], duty=duty)
            )


def check_name(cells: RowCells, name: str) -> None:
    """Refuse the row for a name that is none."""
    if len(clean_name(name)) > PERSON:
        cells.refuse("staff", f"姓名超过 {PERSON} 个字。")
    try:
        check_person_name(name)
    except DomainError as error:
        cells.refuse("staff", error.message)


def _people(cells: RowCells) -> list[str]:
    names = [one.strip() for one in _LISTED.split(cells.get("staff")) if one.strip()]
    if len(names) > MOST_PEOPLE:
        cells.refuse("staff", f"一格里超过 {MOST_PEOPLE} 个人，请一人写一行。")
    return names


def _phones(cells: RowCells, names: list[str]) -> list[str]:
    """Return the phone of each person, "" where none is clear; each fault is noted."""
    written = [one.strip() for one in _LISTED.split(cells.get("staff_phone")) if one.strip()]
    if not written:
        return [""] * len(names)
    if len(written) != len(names):
        cells.note("staff_phone", "手机号的个数和人数不一样，没有记。")
        return [""] * len(names)
    return [_phone(cells, text) for text in written]


def _phone(cells: RowCells, text: str) -> str:
    try:
        return normalise_phone(find_phone(text))
    except DomainError:
        cells.note("staff_phone", "没认出手机号，没有记。")
        return ""


def _work(cells: RowCells) -> ParsedStaff:
    """Return what a row states of the work of all its staff."""
    one = ParsedStaff("")
    text = half_width(cells.get("employment"))
    one.employment = next((kind for kind in Employment if kind.label in text), None)
    if text and one.employment is None:
        cells.note_unread("employment", f"专职还是兼职{NOT_RECORDED}")
    one.other_duties = _number(cells, "other_duties", 100)
    if one.other_duties and one.employment is not Employment.PART:
        cells.note("other_duties", "不是兼职的不写别的工作，没有记。")
        one.other_duties = None
    one.started_on = _day(cells)
    return one


def _day(cells: RowCells) -> date | None:
    written = cells.get("started_on")
    if not written:
        return None
    text = as_date(written, cells.kind("started_on"))
    day = parse_day(text) if text else None
    if day is None:
        cells.note("started_on", "看不出是哪一天，没有记。" if text else AS_NUMBER)
    elif day > clock.today():
        cells.note("started_on", "开始日期在今天以后，没有记。")
        return None
    return day


# ---- cells ---------------------------------------------------------------------------------


def _number(cells: RowCells, key: str, most: int) -> int | None:
    text = half_width(cells.get(key))
    found = _NUMBER.fullmatch(text) if text else None
    number = int(found[1]) if found else None
    if text and (number is None or number > most):
        cells.note_unread(key, f"{FIELDS.by_key[key].label}{NOT_RECORDED}")
        return None
    return number


def _guarded(cells: RowCells, key: str, most: int) -> str:
    if faults_in(cells.get(key), OF_PERSONS):
        cells.note(key, "写有个人号码，没有记。", is_hidden=True)
        return ""
    return cells.fitting(key, most)
