"""Filling in a profile, one small step at a time."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import db
from core.errors import DomainError
from people.divisions.queries import division, find_place, townships
from people.secrecy.personal_numbers import parse_id_number
from people.veterans.models import (
    LEGACY_MODES,
    VALID_MODES,
    EmploymentStatus,
    ResettlementMode,
    Schooling,
    Sex,
    SoldierClass,
    StatusDecision,
    Verification,
    Veteran,
)

NEW_RULES = date(2024, 9, 1)  # 退役军人安置条例 in force; the modes before it end with it
IDENTITY_CHANGED = "身份证号或出生日期有改动，要重新核实。"
TAKEN_STAFF = "这个身份证号已经登记过，请联系服务站。"
TAKEN_PUBLIC = "这个身份证号现在不能保存，请带身份证到服务站核对。"


def save_basic(
    veteran: Veteran,
    *,
    identity: str,
    born_on: date | None,
    by_id: int,
    drop_identity: bool = False,
    by_staff: bool = False,
) -> None:
    """Save an identity number, which gives sex and birth date, or else a birth date alone.

    A number stored before stays where none is typed, unless it is to be dropped. `by_id` is the
    account that does it: somebody verified before waits for staff again.
    """
    before = veteran.id_number_index, veteran.born_on
    if drop_identity:
        veteran.id_number = veteran.sex = None
    if identity:
        take_identity(veteran, identity, by_staff=by_staff, field="identity")
    elif veteran.id_number_index is None:
        veteran.born_on = _past(born_on, "born_on")
    if (veteran.id_number_index, veteran.born_on) != before:
        _verify_again(veteran, by_id)
    _saved(veteran, "basic", has_id=veteran.id_number_index is not None)


def change_employment(veteran: Veteran, status: EmploymentStatus) -> None:
    """Set what somebody lives on, where a placement says so; the record keeps what it was."""
    before = veteran.employment_status
    if before is status:
        return
    veteran.employment_status = status
    touch(veteran)
    audit.record(
        "veteran.employment", "veteran", veteran.id, before=before.value, after=status.value
    )


def _verify_again(veteran: Veteran, by_id: int) -> None:
    """Put somebody back among the unverified: staff vouched for another identity than this one."""
    if veteran.verification is Verification.UNVERIFIED:
        return
    veteran.verification = Verification.UNVERIFIED
    decision = StatusDecision(
        veteran_id=veteran.id,
        verdict=Verification.UNVERIFIED,
        note=IDENTITY_CHANGED,
        reviewer_id=by_id,
    )
    db.session.add(decision)
    audit.record("veteran.verify_again", "veteran", veteran.id)


def take_identity(veteran: Veteran, text: str, *, by_staff: bool, field: str) -> None:
    """Set the identity number and what it says. Raises DomainError where another has it."""
    try:
        read = parse_id_number(text, today=clock.today())
    except DomainError as error:
        raise DomainError(error.message, field=field) from error
    taken = DomainError(TAKEN_STAFF if by_staff else TAKEN_PUBLIC, field=field)
    index = Veteran.id_number.blind(read.number)
    with db.session.no_autoflush:
        holder = db.session.scalar(select(Veteran.id).where(Veteran.id_number_index == index))
    if holder not in (None, veteran.id):
        raise taken
    veteran.id_number = read.number
    veteran.sex = Sex(read.sex)
    veteran.born_on = read.born_on
    try:
        db.session.flush()
    except IntegrityError as error:  # two people typed it in the same moment
        raise taken from error


def save_township(veteran: Veteran, *, township_code: str, only: str = "") -> None:
    """Save the township of registration; `only` is the one a clerk may choose."""
    if division(township_code) not in townships():
        raise DomainError("请选本县的乡镇。", field="township_code")
    if only and township_code != only:
        raise DomainError("转到别的乡镇，请联系县局办理。", field="township_code")
    veteran.township_code = township_code
    _saved(veteran, "township")


def save_resettlement(
    veteran: Veteran,
    *,
    soldier_class: SoldierClass,
    resettlement_mode: ResettlementMode | None,
    retired_on: date | None,
) -> None:
    """Save how somebody left the forces. Raises DomainError for a pair the law does not know."""
    _past(retired_on, "retired_on")
    _check_mode(soldier_class, resettlement_mode, retired_on)
    veteran.soldier_class = soldier_class
    veteran.resettlement_mode = resettlement_mode
    veteran.retired_on = retired_on
    _saved(veteran, "placement")


def _check_mode(
    soldier_class: SoldierClass, mode: ResettlementMode | None, retired_on: date | None
) -> None:
    if mode is None or mode in VALID_MODES[soldier_class]:
        return
    if mode not in LEGACY_MODES[soldier_class]:
        allowed = "、".join(each.label for each in VALID_MODES[soldier_class])
        message = f"{soldier_class.label}没有“{mode.label}”，可以选：{allowed}。"
        raise DomainError(message, field="resettlement_mode")
    if retired_on is None:
        raise DomainError("选旧政策的安置方式，要填退役日期。", field="retired_on")
    if retired_on >= NEW_RULES:
        message = f"2024年9月1日以后退役的，没有“{mode.label}”。"
        raise DomainError(message, field="resettlement_mode")


def save_education(veteran: Veteran, *, schooling: Schooling, major: str) -> None:
    """Save schooling."""
    veteran.schooling, veteran.major = schooling, major
    _saved(veteran, "education")


def save_skills(veteran: Veteran, *, skills_text: str) -> None:
    """Save skills in somebody's own words."""
    veteran.skills_text = skills_text
    _saved(veteran, "skills")


def save_status(veteran: Veteran, *, employment_status: EmploymentStatus) -> None:
    """Save where somebody stands with work; the audit keeps each change."""
    before, veteran.employment_status = veteran.employment_status, employment_status
    _saved(veteran, "status", before=before.value, after=employment_status.value)


def save_occupations(veteran: Veteran, *, occupations: list[str]) -> None:
    """Save the work somebody would like, first choice first."""
    veteran.wanted_occupations = occupations
    _saved(veteran, "occupations")


def save_places(
    veteran: Veteran, *, codes: list[str], others: str, accepts_away: bool | None
) -> None:
    """Save where somebody would work. Raises DomainError for a place that is not known."""
    veteran.wanted_places = list(dict.fromkeys([*codes, *_read_places(others)]))
    veteran.accepts_away = accepts_away
    _saved(veteran, "places")


def _read_places(words: str) -> list[str]:
    for separator in ("，", ",", "；", ";", "/", " "):
        words = words.replace(separator, "、")
    return [_read_place(part) for part in words.split("、") if part]


def _read_place(words: str) -> str:
    code = find_place(words)
    if code is None:
        message = f"没认出“{words}”是哪里，请写省或市的名字，比如“常州”。"
        raise DomainError(message, field="other_places")
    return code


def save_terms(
    veteran: Veteran,
    *,
    pay_min: int | None,
    wants_lodging: bool | None,
    refuses_nights: bool | None,
) -> None:
    """Save what a post must offer."""
    veteran.pay_min = pay_min
    veteran.wants_lodging = wants_lodging
    veteran.refuses_nights = refuses_nights
    _saved(veteran, "terms")


def _past(day: date | None, field: str) -> date | None:
    if day is not None and day > clock.today():
        raise DomainError("日期不能在今天以后。", field=field)
    return day


def _saved(veteran: Veteran, section: str, **detail: object) -> None:
    touch(veteran)
    db.session.flush()
    audit.record("veteran.save_step", "veteran", veteran.id, section=section, **detail)


def touch(veteran: Veteran) -> datetime:
    """Mark a profile as changed, so that its version rises and matching looks again."""
    veteran.updated_at = clock.now()
    return veteran.updated_at
