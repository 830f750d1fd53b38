"""The rest of the county: clerks, firms with vacancies, veterans with consents and decisions."""

from datetime import date, timedelta
from random import Random

from core.access import Role
from core.db import db
from demo.catalogue import names, texts
from demo.firms import ENDED, make_firms, make_vacancies
from demo.numbers import phone
from demo.veterans import evidence_for, make_veteran
from jobs.employers.models import Employer, EmployerMember
from jobs.vacancies.facts import COLUMNS
from jobs.vacancies.models import Vacancy, VacancyCredential, VacancyStatus
from people.accounts.models import Account
from people.divisions.queries import townships
from people.veterans.forms.registration import ON_BEHALF_WORDING, REGISTER_WORDING
from people.veterans.models import (
    Consent,
    ConsentPurpose,
    StatusDecision,
    Verification,
    Veteran,
)

VETERANS = 640
CLERK_PHONES, EMPLOYER_PHONES = 50, 500  # serials of accounts begin here
EVERY_ACCOUNT = 12  # one of so many veterans has an account
EVERY_FIRM_ACCOUNT = 5
EVERY_WITHDRAWN = 45
EVERY_FAMILY_PHONE = 60  # one of so many shares the phone of the one before: father and son
ON_BEHALF = 0.24
REOPENED = 6
WORDING = tuple(name for name in COLUMNS if name not in ("headcount", "valid_to"))


def make_clerks(password_hash: str, has_one: set[str], rng: Random) -> dict[str, Account]:
    """Return a clerk for every township that has none yet, by its code, flushed."""
    clerks = {
        place.code: Account(
            role=Role.CLERK,
            name=_a_name(rng),
            phone=phone(CLERK_PHONES + number),
            password_hash=password_hash,
            division_code=place.code,
        )
        for number, place in enumerate(townships())
        if place.code not in has_one
    }
    db.session.add_all(clerks.values())
    db.session.flush()
    return clerks


def _a_name(rng: Random) -> str:
    given = names()[rng.choice(("male_mid", "female", "male_young"))]
    return rng.choice(names()["surnames"]) + rng.choice(given)


def make_employers(
    password_hash: str, officer_id: int, rng: Random, today: date
) -> tuple[list[Employer], list[Vacancy]]:
    """Add every firm, some with an account, and their vacancies; return both."""
    firms = list(make_firms(rng, today, officer_id))
    db.session.add_all(firm for _, firm in firms)
    db.session.flush()
    _give_firm_accounts([firm for _, firm in firms], password_hash, rng)
    vacancies = [
        vacancy for kind, firm in firms for vacancy in make_vacancies(kind, firm, rng, today)
    ]
    db.session.add_all(vacancies)
    db.session.flush()
    _link_reopened(vacancies)
    return [firm for _, firm in firms], vacancies


def _give_firm_accounts(firms: list[Employer], password_hash: str, rng: Random) -> None:
    chosen = firms[::EVERY_FIRM_ACCOUNT]
    accounts = [
        Account(
            role=Role.EMPLOYER,
            name=_a_name(rng),
            phone=phone(EMPLOYER_PHONES + number),
            password_hash=password_hash,
        )
        for number, _ in enumerate(chosen)
    ]
    db.session.add_all(accounts)
    db.session.flush()
    for firm, account in zip(chosen, accounts, strict=True):
        db.session.add(EmployerMember(account_id=account.id, employer_id=firm.id))


def _link_reopened(vacancies: list[Vacancy]) -> None:
    """Make some ended vacancies the earlier round of an open one of the same employer."""
    linked: set[int] = set()
    for ended in (vacancy for vacancy in vacancies if vacancy.status in ENDED[:3]):
        later = (
            vacancy
            for vacancy in vacancies
            if vacancy.employer_id == ended.employer_id
            and vacancy.status is VacancyStatus.PUBLISHED
        )
        follower = next(later, None)
        if follower is None or follower.id in linked or len(linked) == REOPENED:
            continue
        follower.replaces_id = ended.id
        for name in WORDING:
            setattr(ended, name, getattr(follower, name))
        ended.credentials = [VacancyCredential(key=row.key) for row in follower.credentials]
        linked.add(follower.id)


def make_veterans(
    password_hash: str,
    clerks: dict[str, Account],
    *,
    officer_id: int,
    rng: Random,
    today: date,
) -> list[Veteran]:
    """Add the veterans with accounts, consents and decisions."""
    veterans = [make_veteran(serial, rng, today) for serial in range(1, VETERANS + 1)]
    for number in range(EVERY_FAMILY_PHONE, VETERANS, EVERY_FAMILY_PHONE):
        veterans[number].phone = veterans[number - 1].phone
    _give_accounts(veterans[::EVERY_ACCOUNT], password_hash)
    for veteran in veterans:
        if veteran.account_id is None and rng.random() < ON_BEHALF:
            veteran.registered_by = clerks[veteran.township_code or ""].id
    db.session.add_all(veterans)
    db.session.flush()
    note_consents(veterans, rng)
    note_decisions(veterans, officer_id, rng)
    return veterans


def _give_accounts(veterans: list[Veteran], password_hash: str) -> None:
    accounts = [
        Account(
            role=Role.VETERAN,
            name=veteran.name,
            phone=veteran.phone,
            password_hash=password_hash,
        )
        for veteran in veterans
    ]
    db.session.add_all(accounts)
    db.session.flush()
    for veteran, account in zip(veterans, accounts, strict=True):
        veteran.account_id = account.id


def note_consents(veterans: list[Veteran], rng: Random) -> None:
    """Add each veteran's consents at registration; some were withdrawn weeks later."""
    for number, veteran in enumerate(veterans, start=1):
        by = veteran.registered_by
        purposes = (
            (ConsentPurpose.ON_BEHALF, ConsentPurpose.REGISTER)
            if by
            else (ConsentPurpose.REGISTER,)
        )
        ended_at = veteran.created_at + timedelta(hours=rng.randint(1, 20))
        for purpose in purposes:
            db.session.add(
                Consent(
                    veteran_id=veteran.id,
                    purpose=purpose,
                    wording=ON_BEHALF_WORDING if by else REGISTER_WORDING,
                    given_at=veteran.created_at,
                    given_to=by,
                    withdrawn_at=ended_at if number % EVERY_WITHDRAWN == 0 else None,
                )
            )


def note_decisions(veterans: list[Veteran], officer_id: int, rng: Random) -> None:
    """Add the decision behind each verified or refuted veteran."""
    for veteran in veterans:
        if veteran.verification is Verification.UNVERIFIED:
            continue
        differs = veteran.verification is Verification.MISMATCH
        note = rng.choice(texts()["mismatch"])
        db.session.add(
            StatusDecision(
                veteran_id=veteran.id,
                verdict=veteran.verification,
                evidence=None if differs else evidence_for(veteran),
                note=note if differs else "",
                reviewer_id=officer_id,
                decided_at=veteran.created_at + timedelta(minutes=rng.randint(20, 400)),
            )
        )
