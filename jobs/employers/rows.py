"""Reads the rows of a sheet of employers: each gives an employer, and every note in one round."""

from jobs.employers import cells as about
from jobs.employers.models import Staffing
from jobs.employers.parsed import ParsedFirm
from jobs.employers.sheet_fields import FIELDS
from jobs.employers.written import clean_name, parse_facts, parse_industry, parse_staffing
from people.divisions.queries import find_place
from people.ledgers.words import township_of
from people.secrecy.guard import faults_in
from people.secrecy.private_numbers import OF_PERSONS
from sheets.cells import PartsReader, RowCells
from sheets.plan import Plan
from sheets.texts import half_width

NAME, PERSON, ADDRESS, INTRODUCTION = 120, 40, 120, 1000
YES, NO = ("是", "有", "军创", "军创企业", "√", "✓", "1"), ("否", "无", "不是", "×", "0")
PLACE_FIX = "写到乡镇，如“榴城镇”；外地写到市，如“江苏省苏州市”。"


class Reader(PartsReader[ParsedFirm]):
    """Turns rows into employers."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan, FIELDS, ParsedFirm, (_name, _identity, _contact, _place, _trade))


def _name(cells: RowCells, parsed: ParsedFirm) -> None:
    written = cells.get("name")
    if not written:
        cells.refuse("name", "没有写单位名称。")
    name = clean_name(written)
    if name is None or faults_in(name, OF_PERSONS, has_units=True):
        cells.refuse("name", "这不像一个单位的名称。")
    if len(name) > NAME:
        cells.refuse("name", f"单位名称超过 {NAME} 个字。")
    parsed.name = name


def _identity(cells: RowCells, parsed: ParsedFirm) -> None:
    parsed.credit_code = about.credit_code(cells)
    parsed.legal_person = _guarded(cells, "legal_person", PERSON)


def _contact(cells: RowCells, parsed: ParsedFirm) -> None:
    parsed.contact_name = _guarded(cells, "contact_name", PERSON)
    parsed.contact_phone = about.phone(cells)


def _place(cells: RowCells, parsed: ParsedFirm) -> None:
    text = cells.get("place")
    if text:
        parsed.division_code = township_of(text) or find_place(text)
    if text and parsed.division_code is None:
        cells.note("place", "没认出是哪个乡镇或城市，没有记。", PLACE_FIX)
    parsed.address = _guarded(cells, "address", ADDRESS, has_units=True)


def _trade(cells: RowCells, parsed: ParsedFirm) -> None:
    facts = parse_facts(cells.get("facts"))
    parsed.industry = about.fact(cells, "industry", parse_industry) or facts.industry
    parsed.staffing = about.fact(cells, "staffing", _staffing) or facts.staffing
    parsed.introduction = _introduction(cells) or facts.text
    text = half_width(cells.get("veteran_run"))
    if text in (*YES, *NO):
        parsed.is_veteran_run = text in YES
    elif text:
        cells.note_unread("veteran_run", "是不是军创企业看不懂，没有记。")


def _staffing(text: str) -> Staffing | None:
    """Read a bare number as so many people."""
    return parse_staffing(f"{text}人" if half_width(text).isdecimal() else text)


def _introduction(cells: RowCells) -> str:
    written = about.introduction(cells)
    units = faults_in(written, ())
    if units:
        cells.note("introduction", f"这些不能写：{'、'.join(units)}。单位简介没有记下。")
        return ""
    if len(written) > INTRODUCTION:
        return cells.fitting("introduction", INTRODUCTION)
    return written


def _guarded(cells: RowCells, key: str, most: int, *, has_units: bool = False) -> str:
    """Return a text, "" where it holds a person's number."""
    if faults_in(cells.get(key), OF_PERSONS, has_units=has_units):
        cells.note(key, "写有个人号码，没有记。", is_hidden=True)
        return ""
    return cells.fitting(key, most)
