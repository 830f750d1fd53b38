"""Cells about an employer, read alike in sheets of employers and of vacancies."""

from collections.abc import Callable
from typing import TypeVar

from jobs.employers.credit_code import find_fault, normalise
from people.secrecy.guard import faults_in
from people.secrecy.personal_numbers import find_phone, has_several_phones
from people.secrecy.private_numbers import OF_PERSONS
from sheets.cells import RowCells

T = TypeVar("T")


def credit_code(cells: RowCells) -> str | None:
    """Return a sound credit code in its standard form; one with a fault is noted."""
    code = normalise(cells.get("credit_code"))
    if not code:
        return None
    fault = find_fault(code)
    if fault is None:
        return code
    cells.note("credit_code", fault.message, "先不带代码导入；请对照营业执照，在单位资料里补填。")
    return None


def fact(cells: RowCells, key: str, read: Callable[[str], T | None]) -> T | None:
    """Return what a cell states, None where it is not understood, which is noted."""
    text = cells.get(key)
    found = read(text) if text else None
    if text and found is None:
        cells.note_unread(key, f"{cells.fields.by_key[key].label}看不懂，没有记。")
    return found


def introduction(cells: RowCells) -> str:
    """Return the introduction, "" where it holds what must not be stored."""
    written = cells.get("introduction")
    faults = faults_in(written, OF_PERSONS)
    if not faults:
        return written
    cells.note(
        "introduction", f"这些不能写：{'、'.join(faults)}。单位简介没有记下。", "改写后再填。"
    )
    return ""


def phone(cells: RowCells) -> str:
    """Return the first telephone number of a contact."""
    written = cells.get("contact_phone")
    found = find_phone(written)
    if written and not found:
        cells.note("contact_phone", "电话号码看不懂，没有记下。")
    elif has_several_phones(written):
        cells.note("contact_phone", "写了几个电话号码，只记了第一个。")
    return found
