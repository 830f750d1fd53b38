"""Filling in a profile, one section at a time."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import db
from core.errors import DomainError
from people.divisions.queries import division, townships
from people.secrecy.personal_numbers import IdNumber, parse_id_number
from people.veterans.facts import IdentityFacts, PlaceFacts, ResettlementFacts, TermsFacts
from people.veterans.models import (
    EmploymentStatus,
    Schooling,
    Sex,
    StatusDecision,
    Verification,
    Veteran,
)
from people.veterans.rules import (
    check_birth,
    check_life,
    check_resettlement,
    codes_of_places,
)

IDENTITY_CHANGED = "身份证号或出生日期有改动，要重新核实。"
TAKEN_STAFF = "这个身份证号已经登记过，请联系服务站。"
TAKEN_PUBLIC = "这个身份证号现在不能保存，请带身份证到服务站核对。"


def save_basic(
    veteran: Veteran, facts: IdentityFacts, *, by_id: int, by_staff: bool = False
) -> None:
    """Save an identity number, which gives sex and birth date, or else a birth date alone.

    A stored number stays where none is given, unless it is to be dropped. A verified veteran
    whose identity changes has to be verified again; `by_id` is the account that changed it.
    """
    check_birth(facts.born_on, field="born_on")
    before = veteran.id_number_index, veteran.born_on
    if facts.drop:
        veteran.id_number = veteran.sex = None
    if facts.id_number:
        take_identity(veteran, facts.id_number, by_staff=by_staff, field="identity")
    elif veteran.id_number_index is None:
        veteran.born_on = facts.born_on
    if (veteran.id_number_index, veteran.born_on) != before:
        check_spells(veteran, field="identity" if facts.id_number else "born_on")
        verify_again(veteran, by_id)
    _saved(veteran, "basic", has_id=veteran.id_number_index is not None)


def check_spells(veteran: Veteran, *, field: str) -> None:
    """Raise DomainError where the spells of service and work do not fit the birth date."""
    check_life(veteran.born_on, retired=veteran.retired_on, field=field)
    for spell in veteran.services:
        check_life(veteran.born_on, started=spell.started_on, field=field)
    for work in veteran.works:
        check_life(veteran.born_on, worked=work.started_on, field=field)


def change_employment(veteran: Veteran, status: EmploymentStatus) -> None:
    """Set the employment status, as a placement requires; the audit log keeps the former one."""
    before = veteran.employment_status
    if before is status:
        return
    veteran.employment_status, veteran.status_stated_on = status, clock.today()
    touch(veteran)
    audit.record(
        "veteran.employment", "veteran", veteran.id, before=before.value, after=status.value
    )


def verify_again(veteran: Veteran, by_id: int, *, why: str = IDENTITY_CHANGED) -> None:
    """Reset the verification: staff checked another identity than the present one."""
    if veteran.verification is Verification.UNVERIFIED:
        return
    veteran.verification = Verification.UNVERIFIED
    decision = StatusDecision(
        veteran_id=veteran.id,
        verdict=Verification.UNVERIFIED,
        note=why,
        reviewer_id=by_id,
    )
    db.session.add(decision)
    audit.record("veteran.verify_again", "veteran", veteran.id)


def take_identity(veteran: Veteran, text: str, *, by_staff: bool, field: str) -> None:
    """Set the identity number with the sex and birth date in it.

    Raises DomainError for a wrong number, or one of another profile.
    """
    read = free_identity(text, by_staff=by_staff, field=field, but=veteran.id)
    veteran.id_number = read.number
    veteran.sex = Sex(read.sex)
    veteran.born_on = read.born_on
    try:
        db.session.flush()
    except IntegrityError as error:  # two people typed it in the same moment
        raise _taken(by_staff, field) from error


def free_identity(text: str, *, by_staff: bool, field: str, but: int | None = None) -> IdNumber:
    """Return an identity number as it is read, if no profile (but one) has it.

    Raises DomainError for a wrong number, or one of another profile.
    """
    try:
        read = parse_id_number(text, today=clock.today())
        check_birth(read.born_on, field=field)
    except DomainError as error:
        raise DomainError(error.message, field=field) from error
    index = Veteran.id_number.blind(read.number)
    with db.session.no_autoflush:
        holder = db.session.scalar(select(Veteran.id).where(Veteran.id_number_index == index))
    if holder not in (None, but):
        raise _taken(by_staff, field)
    return read


def _taken(by_staff: bool, field: str) -> DomainError:
    """Return the refusal of a number in use; only staff learn that it is registered."""
    return DomainError(TAKEN_STAFF if by_staff else TAKEN_PUBLIC, field=field)


def save_township(veteran: Veteran, *, township_code: str, only: str = "") -> None:
    """Save the township of registration.

    Raises DomainError for a township outside the county, or other than `only`, the clerk's.
    """
    if division(township_code) not in townships():
        raise DomainError("请选本县的乡镇。", field="township_code")
    if only and township_code != only:
        raise DomainError("转到别的乡镇，请联系县局办理。", field="township_code")
    veteran.township_code = township_code
    _saved(veteran, "township")


def save_resettlement(veteran: Veteran, facts: ResettlementFacts) -> None:
    """Save how a veteran left the forces.

    Raises DomainError for a mode the law does not provide for their class and day.
    """
    check_resettlement(facts.soldier_class, facts.resettlement_mode, facts.retired_on)
    check_life(veteran.born_on, retired=facts.retired_on, field="retired_on")
    veteran.soldier_class = facts.soldier_class
    veteran.resettlement_mode = facts.resettlement_mode
    veteran.retired_on = facts.retired_on
    _saved(veteran, "resettlement")


def save_education(veteran: Veteran, *, schooling: Schooling, major: str) -> None:
    """Save schooling and major."""
    veteran.schooling, veteran.major = schooling, major
    _saved(veteran, "education")


def save_skills(veteran: Veteran, *, skills_text: str) -> None:
    """Save skills in the veteran's own words."""
    veteran.skills_text = skills_text
    _saved(veteran, "skills")


def save_complete(veteran: Veteran, *, is_complete: bool) -> None:
    """Save whether the certificates listed are all the veteran has, with the day it was said."""
    known = veteran.credentials_complete_on
    veteran.credentials_complete_on = (known or clock.today()) if is_complete else None
    _saved(veteran, "certificates", is_complete=is_complete)


def save_status(veteran: Veteran, *, employment_status: EmploymentStatus) -> None:
    """Save the employment status; the audit log keeps each change."""
    before, veteran.employment_status = veteran.employment_status, employment_status
    veteran.status_stated_on = clock.today()
    _saved(veteran, "status", before=before.value, after=employment_status.value)


def save_occupations(veteran: Veteran, *, occupations: list[str]) -> None:
    """Save the wanted occupations, first choice first."""
    veteran.wanted_occupations = occupations
    _saved(veteran, "occupations")


def save_places(veteran: Veteran, facts: PlaceFacts) -> None:
    """Save where a veteran would work. Raises DomainError for a place that is not known."""
    codes = [*facts.codes, *codes_of_places(facts.others)]
    veteran.wanted_places = list(dict.fromkeys(codes))
    veteran.accepts_away = facts.accepts_away
    _saved(veteran, "places")


def save_terms(veteran: Veteran, facts: TermsFacts) -> None:
    """Save what a vacancy must offer."""
    veteran.pay_min = facts.pay_min
    veteran.wants_lodging = facts.wants_lodging
    veteran.refuses_nights = facts.refuses_nights
    _saved(veteran, "terms")


def _saved(veteran: Veteran, section: str, **detail: object) -> None:
    touch(veteran)
    db.session.flush()
    audit.record("veteran.save_step", "veteran", veteran.id, section=section, **detail)


def touch(veteran: Veteran) -> datetime:
    """Mark a profile as changed, so that its version rises and matching reads it again."""
    veteran.updated_at = clock.now()
    return veteran.updated_at
