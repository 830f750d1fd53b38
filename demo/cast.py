"""The people of the guided tour and of the tests: created first, so their ids never change."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from core import clock
from core.access import Role
from core.db import db
from demo.catalogue import DATA
from demo.numbers import credit_code, id_number, phone
from demo.vacancies import moment
from jobs.employers.models import Employer, EmployerMember, EmployerStatus, Industry, Staffing
from jobs.employers.parameters import HALF_A_YEAR
from jobs.vacancies.models import Vacancy, VacancyCredential, VacancyStatus
from lexicon.tables import load_lexicon
from people.accounts.models import Account
from people.veterans.models import (
    Branch,
    CredentialRecord,
    ResettlementMode,
    Schooling,
    ServiceRecord,
    Sex,
    SoldierClass,
    Verification,
    Veteran,
    WorkRecord,
)
from people.veterans.ranks import is_officer_rank, rank_system_on

# Too easy for `check_strength`: it is stored as a hash without being judged.
PASSWORD = "Rongye-demo-2026"  # noqa: S105 - printed at every start; protects invented data only
CREDIT_SERIALS = 900_000
KNOWN_FOR = 1200  # days since the verified firm registered; it was verified again since


@dataclass(frozen=True)
class Member:
    """A person of the cast with an account."""

    name: str
    role: Role
    phone: str
    division_code: str | None
    words: str


@cache
def members() -> tuple[Member, ...]:
    """Return the cast in the order of their accounts, whose ids count up from 1."""
    return tuple(
        Member(entry["name"], Role(entry["role"]), phone(serial), entry["division"], entry["words"])
        for serial, entry in enumerate(_cast()["members"], start=1)
    )


def member(name: str) -> Member:
    """Return a person of the cast by name."""
    return next(found for found in members() if found.name == name)


@cache
def _cast() -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((DATA / "cast.json").read_text(encoding="utf-8"))
    return facts


def make_accounts(password_hash: str) -> dict[str, Account]:
    """Return the cast's accounts by name, flushed."""
    accounts = {
        person.name: Account(
            role=person.role,
            name=person.name,
            phone=person.phone,
            password_hash=password_hash,
            division_code=person.division_code,
        )
        for person in members()
    }
    db.session.add_all(accounts.values())
    db.session.flush()
    return accounts


def make_veterans(accounts: dict[str, Account], rng: Random, today: date) -> list[Veteran]:
    """Return the cast's profiles, not yet in the database."""
    return [_veteran(entry, accounts[entry["name"]], rng, today) for entry in _cast()["veterans"]]


def _veteran(entry: dict[str, Any], account: Account, rng: Random, today: date) -> Veteran:
    made = moment(today - timedelta(days=21), rng)
    veteran = Veteran(
        account_id=account.id,
        name=entry["name"],
        phone=account.phone,
        township_code=entry["township"],
        skills_text=entry["skills"],
        wanted_occupations=entry["wishes"],
        wanted_places=entry["places"],
        accepts_away=entry["accepts_away"],
        pay_min=entry["pay_min"],
        wants_lodging=entry["wants_lodging"],
        refuses_nights=entry["refuses_nights"],
        verification=Verification.VERIFIED if entry["verified"] else Verification.UNVERIFIED,
        created_at=made,
        updated_at=made,
    )
    if entry["services"]:
        _add_life(veteran, entry, account.id)
    return veteran


def _add_life(veteran: Veteran, entry: dict[str, Any], serial: int) -> None:
    born_on = date.fromisoformat(entry["born_on"])
    veteran.born_on = born_on
    veteran.sex = Sex.MALE if entry["is_male"] else Sex.FEMALE
    veteran.id_number = id_number(serial, born_on, is_male=entry["is_male"])
    veteran.soldier_class = SoldierClass[entry["soldier_class"]]
    veteran.resettlement_mode = ResettlementMode[entry["placement"]]
    veteran.schooling = Schooling[entry["schooling"]]
    veteran.services = [_service(*line) for line in entry["services"]]
    veteran.retired_on = veteran.services[-1].ended_on
    veteran.credentials = [_credential(*line) for line in entry["credentials"]]
    veteran.credentials_complete_on = clock.day_of(veteran.created_at)
    veteran.status_stated_on = clock.day_of(veteran.created_at)
    veteran.works = [_work(*line) for line in entry["works"]]


def _service(
    branch: str, specialty: str, duty: str, rank: str, start: str, end: str
) -> ServiceRecord:
    ended_on = date.fromisoformat(end)
    return ServiceRecord(
        branch=Branch[branch],
        specialty=specialty,
        duty=duty,
        rank=rank,
        rank_system=rank_system_on(ended_on, officer=is_officer_rank(rank)),
        started_on=date.fromisoformat(start),
        ended_on=ended_on,
    )


def _credential(key: str, issued: str, expires: str | None) -> CredentialRecord:
    return CredentialRecord(
        key=key,
        name=load_lexicon().certificates[key].name,
        issued_on=date.fromisoformat(issued),
        expires_on=date.fromisoformat(expires) if expires else None,
    )


def _work(title: str, employer: str, start: str, end: str, text: str) -> WorkRecord:
    return WorkRecord(
        title=title,
        employer_name=employer,
        started_on=date.fromisoformat(start),
        ended_on=date.fromisoformat(end),
        text=text,
    )


def make_employers(accounts: dict[str, Account], rng: Random, today: date) -> list[Employer]:
    """Return the cast's firms with their members, not yet in the database."""
    return [
        _employer(entry, accounts, serial, rng=rng, today=today)
        for serial, entry in enumerate(_cast()["employers"], start=CREDIT_SERIALS)
    ]


def _employer(
    entry: dict[str, Any], accounts: dict[str, Account], serial: int, *, rng: Random, today: date
) -> Employer:
    status = EmployerStatus[entry["status"]]
    is_verified = status is EmployerStatus.VERIFIED
    sent = today - timedelta(days=30 if is_verified else 1)
    account = accounts[entry["member"]]
    return Employer(
        name=entry["name"],
        credit_code=credit_code(serial, "91"),
        industry=Industry[entry["industry"]],
        staffing=Staffing[entry["staffing"]],
        introduction=entry["introduction"],
        division_code=entry["division"],
        address=entry["address"],
        contact_name=account.name,
        contact_phone=account.phone,
        status=status,
        submitted_at=moment(sent, rng),
        created_at=moment(sent - timedelta(days=KNOWN_FOR if is_verified else 1), rng),
        verified_at=moment(sent + timedelta(days=1), rng) if is_verified else None,
        verified_by=accounts["陈主任"].id if is_verified else None,
        verified_until=sent + timedelta(days=1 + HALF_A_YEAR) if is_verified else None,
        members=[EmployerMember(account_id=account.id)],
    )


def make_vacancies(employers: list[Employer], rng: Random, today: date) -> list[Vacancy]:
    """Return the vacancies of the cast's firms, which must already have ids."""
    return [
        _vacancy(vacancy, employer, rng, today)
        for entry, employer in zip(_cast()["employers"], employers, strict=True)
        for vacancy in entry["vacancies"]
    ]


def _vacancy(entry: dict[str, Any], employer: Employer, rng: Random, today: date) -> Vacancy:
    is_open = employer.status is EmployerStatus.VERIFIED
    published = moment(today - timedelta(days=6), rng)
    return Vacancy(
        employer_id=employer.id,
        title=entry["title"],
        occupation_code=entry["code"],
        headcount=entry["headcount"],
        duties=entry["duties"],
        requirements=entry["requirements"],
        place_code=employer.division_code,
        place_detail=employer.address,
        pay_min=entry["pay"][0],
        pay_max=entry["pay"][1],
        valid_to=today + timedelta(days=30),
        schooling_min=Schooling[entry["schooling"]] if entry["schooling"] else None,
        years_min=entry["years"],
        has_insurance="交五险" in entry["duties"] or None,
        has_nights=entry["nights"],
        shift_note=entry["shift"],
        veterans_first=True,
        status=VacancyStatus.PUBLISHED if is_open else VacancyStatus.DRAFT,
        published_at=published if is_open else None,
        created_at=published - timedelta(days=1),
        credentials=[VacancyCredential(key=key) for key in entry["keys"]],
    )
