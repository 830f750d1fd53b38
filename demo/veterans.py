"""Profiles of veterans around a military career: identity, certificates, work, wishes."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from core import clock
from demo.careers import MilitaryLife, live, placement
from demo.catalogue import Career, careers, names, texts
from demo.numbers import id_number, phone
from demo.vacancies import moment
from lexicon.tables import load_lexicon
from people.divisions.queries import townships
from people.veterans.models import (
    Branch,
    CredentialRecord,
    EmploymentStatus,
    Evidence,
    ResettlementMode,
    Schooling,
    ServiceRecord,
    Sex,
    SoldierClass,
    Verification,
    Veteran,
    WorkRecord,
)

PHONES = 100_000  # serials of veterans begin here
THIN = 0.1
NEW = 0.55
OLD = 58
SEAT, SEAT_SHARE = "340321100", 0.16
SCHOOLING = {  # weights by class
    SoldierClass.OFFICER: {Schooling.COLLEGE: 25, Schooling.BACHELOR: 60, Schooling.MASTER: 15},
    SoldierClass.SERGEANT: {
        Schooling.JUNIOR: 22, Schooling.SENIOR: 48, Schooling.COLLEGE: 24, Schooling.BACHELOR: 6,
    },
    SoldierClass.CONSCRIPT: {
        Schooling.PRIMARY: 2, Schooling.JUNIOR: 30, Schooling.SENIOR: 42, Schooling.COLLEGE: 19,
        Schooling.BACHELOR: 7,
    },
}  # fmt: skip
STUDIED = (Schooling.COLLEGE, Schooling.BACHELOR, Schooling.MASTER)
STATUSES = {
    EmploymentStatus.SEEKING: 62, EmploymentStatus.EMPLOYED: 6, EmploymentStatus.FLEXIBLE: 10,
    EmploymentStatus.SELF_EMPLOYED: 6, EmploymentStatus.UNKNOWN: 6, EmploymentStatus.NO_INTENT: 4,
    EmploymentStatus.PUBLIC_POST: 3, EmploymentStatus.UNREACHABLE: 3,
}  # fmt: skip
AT_WORK = (
    EmploymentStatus.EMPLOYED, EmploymentStatus.FLEXIBLE, EmploymentStatus.PUBLIC_POST,
)  # fmt: skip
PLACES: tuple[tuple[str, ...], ...] = (
    ("340321",), ("340321",), ("340321",), ("340321", "340303"), ("340321", "3403"), (),
    ("340321", "3401"), ("3205", "31"), ("340321", "340304"),
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """A person's identity, before the rest of the profile."""

    serial: int
    name: str
    is_male: bool
    career: Career
    life: MilitaryLife
    born_on: date


def make_veteran(serial: int, rng: Random, today: date) -> Veteran:
    """Return a random veteran; about one in ten gave only a name, a phone and a wish."""
    career = rng.choices(careers(), [career.weight for career in careers()])[0]
    is_male = rng.random() >= career.women
    life = live(career, rng, today)
    born_on = _born_on(life, rng)
    name = _name(born_on, is_male=is_male, rng=rng)
    person = Person(serial, name, is_male, career, life, born_on)
    veteran = _registered(person, rng, today)
    if rng.random() >= THIN:
        _fill(veteran, person, rng, today)
    return veteran


def _born_on(life: MilitaryLife, rng: Random) -> date:
    age = 18 + (0 if life.soldier_class is SoldierClass.OFFICER else rng.randint(0, 3))
    return date(life.enlisted_on.year - age, rng.randint(1, 8), rng.randint(1, 28))


def _name(born_on: date, *, is_male: bool, rng: Random) -> str:
    given = "female"
    if is_male:
        given = "male_old" if born_on.year < 1980 else "male_mid"
        given = "male_young" if born_on.year > 1993 else given
    return rng.choice(names()["surnames"]) + rng.choice(names()[given])


def _registered(person: Person, rng: Random, today: date) -> Veteran:
    """Return a profile with the least possible: name, phone, township, wish."""
    made = moment(_registered_on(person, rng, today), rng)
    wish = rng.choice(person.career.wishes)
    home = SEAT if rng.random() < SEAT_SHARE else rng.choice(townships()).code
    return Veteran(
        name=person.name,
        phone=phone(PHONES + person.serial),
        township_code=home,
        wanted_occupations=list(wish),
        employment_status=EmploymentStatus.SEEKING,
        verification=Verification.UNVERIFIED,
        created_at=made,
        updated_at=made,
    )


def _registered_on(person: Person, rng: Random, today: date) -> date:
    """Return the day of registration: after the return, for half of the people this last year."""
    is_new = rng.random() < NEW
    ago = int(rng.triangular(2, 400, 30)) if is_new else rng.randint(400, 1050)
    back = person.life.retired_on + timedelta(days=rng.randint(1, 20))
    return min(max(today - timedelta(days=ago), back), today - timedelta(days=2))


def _fill(veteran: Veteran, person: Person, rng: Random, today: date) -> None:
    life, career = person.life, person.career
    veteran.sex = Sex.MALE if person.is_male else Sex.FEMALE
    veteran.born_on = person.born_on
    if rng.random() < 0.85:
        veteran.id_number = id_number(person.serial, person.born_on, is_male=person.is_male)
    veteran.soldier_class = life.soldier_class
    veteran.resettlement_mode = placement(life, rng)
    veteran.retired_on = life.retired_on
    _school(veteran, rng)
    veteran.services = [_service(spell) for spell in life.spells]
    veteran.credentials = _credentials(career, life, rng, today)
    if person.serial % 3:  # two of three were asked whether these are all
        day = max(today - timedelta(days=20), clock.day_of(veteran.created_at))
        veteran.credentials_complete_on = day
    veteran.skills_text = _skills(person, rng) if rng.random() < 0.88 else ""
    veteran.employment_status = _employment(veteran, rng, today)
    veteran.status_stated_on = clock.day_of(veteran.created_at)
    veteran.works = _works(veteran, person, rng, today)
    veteran.verification = _verification(rng)
    _wish(veteran, career, rng)


def _service(spell: Any) -> ServiceRecord:
    return ServiceRecord(**vars(spell))


def _school(veteran: Veteran, rng: Random) -> None:
    weights = SCHOOLING[veteran.soldier_class or SoldierClass.CONSCRIPT]
    veteran.schooling = rng.choices(tuple(weights), tuple(weights.values()))[0]
    major = rng.choice(texts()["majors"])
    if veteran.schooling in STUDIED:
        veteran.major = major


def _credentials(
    career: Career, life: MilitaryLife, rng: Random, today: date
) -> list[CredentialRecord]:
    keys = [rng.choice(career.licences)]
    keys += [key for key, chance in career.certificates.items() if rng.random() < chance]
    if life.years < 5:  # licences of heavy vehicles need years of driving
        keys[0] = {"drive_a2": "drive_b2", "drive_a1": "drive_b1"}.get(keys[0], keys[0])
    return [_credential(key, life, rng, today) for key in keys if key]


def _credential(key: str, life: MilitaryLife, rng: Random, today: date) -> CredentialRecord:
    """Return a certificate; one with a term was renewed recently, and now and then has expired."""
    known = load_lexicon().certificates[key]
    served = max(1, (life.retired_on - life.enlisted_on).days - 200)
    draw, ago = rng.randint(0, served), rng.randint(30, 2200)
    if known.valid_years is None:
        issued = life.enlisted_on + timedelta(days=200 + draw)
        return CredentialRecord(key=key, name=known.name, issued_on=issued)
    issued = max(today - timedelta(days=ago), life.enlisted_on)
    expires = issued + timedelta(days=round(365.25 * known.valid_years))
    return CredentialRecord(key=key, name=known.name, issued_on=issued, expires_on=expires)


def _skills(person: Person, rng: Random) -> str:
    long_words = texts()["long_service"] if person.life.years < 5 else ()
    fit = [line for line in person.career.skills if not any(word in line for word in long_words)]
    chosen = rng.sample(fit, rng.randint(1, min(4, len(fit))))
    ending: str = rng.choice(texts()["skill_ends"])
    return "".join(chosen) + ending


def _employment(veteran: Veteran, rng: Random, today: date) -> EmploymentStatus:
    """Return an employment status that suits age, resettlement and time since retirement."""
    drawn = rng.choices(tuple(STATUSES), tuple(STATUSES.values()))[0]
    chance, age = rng.random(), veteran.age_on(today) or 0
    since = today.year - (veteran.retired_on or today).year
    if veteran.resettlement_mode is ResettlementMode.RETIREMENT or (age >= OLD and chance < 0.7):
        return EmploymentStatus.RETIRED
    if age >= 50 and chance < 0.06:
        return EmploymentStatus.DECEASED
    if veteran.resettlement_mode in (ResettlementMode.ASSIGNED, ResettlementMode.TRANSFER):
        waits = EmploymentStatus.WAITING_ASSIGNMENT if since < 3 else EmploymentStatus.ASSIGNED
        return waits if chance < 0.6 else drawn
    if since <= 3 and age <= 25 and chance < 0.25:
        return EmploymentStatus.STUDY
    return drawn


def _works(veteran: Veteran, person: Person, rng: Random, today: date) -> list[WorkRecord]:
    """Return consecutive periods of civilian work; an employed person's last one continues."""
    kinds = [*person.career.works, *person.career.works]
    if not person.career.is_officer:
        kinds += texts()["general_works"]
    records: list[WorkRecord] = []
    start = person.life.retired_on + timedelta(days=rng.randint(30, 200))
    for kind in rng.sample(kinds, rng.randint(0, 3)):
        end = start + timedelta(days=rng.randint(200, 1500))
        if end >= today:
            break
        if start.year >= kind["since"]:
            records.append(_work(kind, start, end, rng))
            start = end + timedelta(days=rng.randint(20, 300))
    if veteran.employment_status in AT_WORK and start < today:
        known = [kind for kind in person.career.works if start.year >= kind["since"]]
        records.append(_work(rng.choice(known or texts()["general_works"][:2]), start, None, rng))
    return records


def _work(kind: dict[str, Any], start: date, end: date | None, rng: Random) -> WorkRecord:
    """Return one period of work; without a description it has its place."""
    is_anonymous = rng.random() < 0.75
    return WorkRecord(
        title=kind["title"],
        employer_name=""
        if is_anonymous or not kind["hired"]
        else rng.choice(texts()["work_places"]),
        started_on=start,
        ended_on=end,
        text=rng.choice(kind["texts"]) if is_anonymous else "",
    )


def _verification(rng: Random) -> Verification:
    weights = {Verification.VERIFIED: 70, Verification.UNVERIFIED: 25, Verification.MISMATCH: 5}
    return rng.choices(tuple(weights), tuple(weights.values()))[0]


def _wish(veteran: Veteran, career: Career, rng: Random) -> None:
    places = rng.choice(PLACES)
    veteran.wanted_places = list(places) or [veteran.township_code or SEAT]
    veteran.accepts_away = rng.choice((None, False, False, True))
    low, high = career.pay
    veteran.pay_min = rng.choice((None, low, low + 500, low + 1000, (low + high) // 200 * 100))
    veteran.wants_lodging = rng.choice((None, None, False, True))
    veteran.refuses_nights = rng.choice((None, False, False, True))
    veteran.personalised = rng.random() >= 0.04


def evidence_for(veteran: Veteran) -> Evidence:
    """Return the name of the discharge paper this person would show."""
    is_armed_police = bool(veteran.services) and veteran.services[-1].branch is Branch.PAP
    paper = {
        SoldierClass.CONSCRIPT: (Evidence.CONSCRIPT_DISCHARGE, Evidence.PAP_CONSCRIPT),
        SoldierClass.SERGEANT: (Evidence.NCO_DISCHARGE, Evidence.PAP_NCO),
        SoldierClass.OFFICER: (Evidence.PLA_DISCHARGE, Evidence.PAP_DISCHARGE),
    }
    pair = paper.get(veteran.soldier_class) if veteran.soldier_class else None
    return pair[is_armed_police] if pair else Evidence.OTHER
