"""Reads the rows of one ledger by its plan: each gives a person, and every note in one round."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from core import clock
from core.errors import DomainError
from core.labels import Labelled
from lexicon.mentions import certificates_named
from people.ledgers import words
from people.ledgers.fields import FIELDS
from people.ledgers.parsed import ParsedCredential, ParsedPerson, ParsedService
from people.secrecy.guard import faults_in
from people.secrecy.names import check_person_name, clean_name
from people.secrecy.personal_numbers import (
    find_phone,
    has_several_phones,
    normalise_phone,
    parse_id_number,
)
from people.veterans.models import UNASKED, Sex
from people.veterans.ranks import check_rank
from people.veterans.rules import (
    check_birth,
    check_credential,
    check_life,
    check_past,
    check_resettlement,
    check_spell,
    codes_of_places,
)
from sheets.cells import AS_NUMBER, PartsReader, RowCells, fill
from sheets.columns import FieldSet
from sheets.dates import as_date, has_day, parse_day
from sheets.plan import Plan
from sheets.reading import Row

T = TypeVar("T", bound=Labelled)
NAME_LENGTH, SHORT, RANK, MAJOR, SKILLS, WISH = 40, 40, 20, 60, 1000, 30
MOST_PAY = 200_000
OF_SERVICE = ("enlisted_on", "branch", "specialty", "duty", "rank")
UNITS = "这一列像是部队代号、番号或驻地，按保密要求不能导入，整列没有读。"
_LISTED = re.compile(r"[、,，;；/\n]+")


class Reader(PartsReader[ParsedPerson]):
    """Turns rows into people."""

    def __init__(self, plan: Plan, fields: FieldSet = FIELDS) -> None:
        parts = (_identity, _phone, _name, _birth, _place, _exit, _service, _learned, _wishes)
        super().__init__(plan, fields, ParsedPerson, parts)
        self.has_noted_units = False

    def read(self, row: Row) -> ParsedPerson | None:
        """Return the person of a row, None for a row of no person; problems are in `problems`."""
        parsed = super().read(row)
        is_first = parsed is not None and not self.has_noted_units
        if is_first and self.cells.is_filled("unit"):  # once for the whole column
            self.has_noted_units = True
            self.cells.note("unit", UNITS)
        return parsed


def fill_person(cells: RowCells, parsed: ParsedPerson) -> None:
    """Set who a row of any sheet is about: name, number, phone, township; every note at once."""
    fill(cells, parsed, (_identity, _phone, _name, _place))


# ---- who it is ---------------------------------------------------------------------------


def _name(cells: RowCells, parsed: ParsedPerson) -> None:
    name = clean_name(cells.get("name"))
    if not name:
        cells.refuse("name", "没有写姓名。")
    if len(name) > NAME_LENGTH:
        cells.refuse("name", f"姓名超过 {NAME_LENGTH} 个字。")
    with _refusing(cells, "name"):
        check_person_name(name)
    parsed.name = name


def _identity(cells: RowCells, parsed: ParsedPerson) -> None:
    text = cells.get("identity")
    if not text:
        return
    with _refusing(cells, "identity"):
        read = parse_id_number(text, today=clock.today())
        check_birth(read.born_on, field="id_number")
        parsed.id_number, parsed.sex, parsed.born_on = read.number, Sex(read.sex), read.born_on


def _phone(cells: RowCells, parsed: ParsedPerson) -> None:
    text = cells.get("phone")
    if not text:
        return
    try:
        parsed.phone = normalise_phone(find_phone(text))
    except DomainError:
        cells.note("phone", "没认出手机号，没有记。")
        return
    if has_several_phones(text):
        cells.note("phone", "写了几个号码，只记了第一个。")


def _birth(cells: RowCells, parsed: ParsedPerson) -> None:
    """Take birth date and sex from their own cells where no identity number states them."""
    stated = parsed.id_number is not None
    day = _day(cells, "born_on")
    if stated and day is not None and day != parsed.born_on:
        cells.note("born_on", "和身份证号里的出生日期不一样，按身份证号记。")
    elif day is not None and _obeys(cells, "born_on", lambda: check_birth(day, field="born_on")):
        parsed.born_on = day
    sex = _choice(cells, "sex", words.SEXES)
    if stated and sex is not None and sex is not parsed.sex:
        cells.note("sex", "和身份证号里的性别不一样，按身份证号记。")
    elif not stated:
        parsed.sex = sex


def _place(cells: RowCells, parsed: ParsedPerson) -> None:
    text = cells.get("township")
    parsed.township_code = words.township_of(text) if text else None
    if text and parsed.township_code is None:
        cells.note("township", "没认出是本县哪个乡镇，没有记。")


# ---- service -----------------------------------------------------------------------------


def _exit(cells: RowCells, parsed: ParsedPerson) -> None:
    """Set how the person left the forces, as far as the law provides for it."""
    day = _day(cells, "retired_on")
    if day is not None and _obeys(cells, "retired_on", lambda: check_past(day, field="")):
        fits = _obeys(
            cells, "retired_on", lambda: check_life(parsed.born_on, retired=day, field="")
        )
        parsed.retired_on = day if fits else None
    parsed.soldier_class = _choice(cells, "soldier_class", words.CLASSES)
    mode = _choice(cells, "mode", words.MODES)
    facts = parsed.soldier_class, mode, parsed.retired_on
    if mode is not None and _obeys(cells, "mode", lambda: check_resettlement(*facts)):
        parsed.resettlement_mode = mode


def _service(cells: RowCells, parsed: ParsedPerson) -> None:
    """Set the spell of service where it is whole: branch, trade, first and last day."""
    started = _day(cells, "enlisted_on")
    branch = _choice(cells, "branch", words.BRANCHES)
    specialty = _guarded(cells, "specialty", SHORT)
    duty, rank = _guarded(cells, "duty", SHORT), _guarded(cells, "rank", RANK)
    ended = parsed.retired_on
    if rank and not _obeys(cells, "rank", lambda: check_rank(rank, ended)):
        rank = ""
    parts = {"入伍日期": started, "退役日期": ended, "军种": branch, "服役专业": specialty}
    missing = [name for name, value in parts.items() if not value]
    if not any((started, branch, specialty, duty, rank)):
        return
    if started is None or ended is None or branch is None or missing:
        key = next(key for key in OF_SERVICE if cells.get(key))
        cells.note(key, f"服役经历缺{'、'.join(missing)}，这一段没有记。", "补全再传一次。")
        return
    is_right = _obeys(cells, "enlisted_on", lambda: check_spell(started, ended))
    if is_right and _obeys(
        cells, "enlisted_on", lambda: check_life(parsed.born_on, started=started, field="")
    ):
        parsed.service = ParsedService(branch, specialty, duty, rank, started, ended)


# ---- what they learned and want ----------------------------------------------------------


def _learned(cells: RowCells, parsed: ParsedPerson) -> None:
    parsed.schooling = _choice(cells, "schooling", words.SCHOOLINGS)
    parsed.major = _guarded(cells, "major", MAJOR)
    parsed.skills_text = _guarded(cells, "skills", SKILLS)
    if cells.get("status") != UNASKED:
        parsed.employment_status = _choice(cells, "status", words.STATUSES)
    named = _guarded(cells, "credentials", SKILLS)
    found: dict[str, ParsedCredential] = {}
    for name in _list(named):
        one = _credential(cells, name)
        if one is not None:
            found.setdefault(one.mark, one)
    parsed.credentials = list(found.values())


def _credential(cells: RowCells, name: str) -> ParsedCredential | None:
    if name in ("无", "没有", "暂无"):
        return None
    if len(name) > MAJOR:
        cells.note("credentials", f"一个证的名字超过 {MAJOR} 个字，没有记。")
        return None
    keys = certificates_named(name)
    if not keys:
        cells.note("credentials", f"没认出“{name}”是什么证，按原样记，标明未核对。")
    if not _obeys(cells, "credentials", lambda: check_credential(name, None, None)):
        return None
    return ParsedCredential(name, keys[0] if keys else "")


def _wishes(cells: RowCells, parsed: ParsedPerson) -> None:
    wanted = _list(_guarded(cells, "wanted_occupations", SKILLS))
    short = [one for one in wanted if len(one) <= WISH]
    if len(short) < len(wanted):
        cells.note("wanted_occupations", f"超过 {WISH} 个字的没有记。")
    parsed.wanted_occupations = short[:5]
    if len(short) > len(parsed.wanted_occupations):
        cells.note("wanted_occupations", "写了五种以上，只记了前五种。")
    _places(cells, parsed)
    text = cells.get("pay_min")
    pay = words.pay_of(text) if text else None
    if text and (pay is None or pay > MOST_PAY):
        cells.note_unread("pay_min", "没认出是多少元，没有记。")
    else:
        parsed.pay_min = pay


def _places(cells: RowCells, parsed: ParsedPerson) -> None:
    text = cells.fitting("wanted_places", SKILLS)
    try:
        parsed.wanted_places = list(dict.fromkeys(codes_of_places(text)))
    except DomainError as error:
        cells.note("wanted_places", error.message)


# ---- cells -------------------------------------------------------------------------------


def _day(cells: RowCells, key: str) -> date | None:
    """Return the day of a cell; one that is no date, or a month alone, is noted."""
    written = cells.get(key)
    if not written:
        return None
    text = as_date(written, cells.kind(key))
    day = parse_day(text) if text else None
    if day is None:
        cells.note(key, "看不出是哪一天，没有记。" if text else AS_NUMBER)
    elif not has_day(text):
        cells.note(key, "没有写哪一天，按 1 日记。")
    return day


def _choice(cells: RowCells, key: str, known: words.Words[T]) -> T | None:
    text = cells.get(key)
    found = words.chosen(text, known) if text else None
    if text and found is None:
        cells.note_unread(key, f"{cells.fields.by_key[key].label}看不懂，没有记。")
    return found


def _guarded(cells: RowCells, key: str, most: int) -> str:
    """Return a free text, "" where it holds what must not be stored."""
    faults = faults_in(cells.get(key))
    if faults:
        cells.note(key, "写有部队番号、代号或个人号码，没有记。", is_hidden=True)
        return ""
    return cells.fitting(key, most)


def _list(text: str) -> list[str]:
    return [one for part in _LISTED.split(text) if (one := part.strip())]


def _obeys(cells: RowCells, key: str, check: Callable[[], None]) -> bool:
    """Return whether a value obeys a rule; each fault is noted, and the value is left out."""
    try:
        check()
    except DomainError as error:
        for one in (error, *error.others):
            cells.note(key, f"{one.message}没有记。")
        return False
    return True


@contextmanager
def _refusing(cells: RowCells, key: str) -> Iterator[None]:
    """Refuse the row with the words of a rule."""
    try:
        yield
    except DomainError as error:
        cells.refuse(key, error.message)
