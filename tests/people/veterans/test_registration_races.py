"""Parallel registrations of the same thing: one succeeds, the others are refused."""

import threading
from collections import Counter
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm.exc import StaleDataError

from core import clock
from core.access import Role
from core.db import db, transaction
from core.errors import DomainError
from jobs.employers import operations as employers
from jobs.employers.credit_code import check_character, organisation_check_character
from jobs.employers.facts import EmployerFacts
from jobs.employers.models import Employer, EmployerMember, Industry
from jobs.vacancies import operations as vacancies
from jobs.vacancies.models import Vacancy, VacancyStatus
from people.accounts.models import Account
from people.veterans import operations as veterans
from people.veterans.facts import IdentityFacts, OnBehalfFacts, RegistrationFacts
from people.veterans.models import Consent, Veteran
from people.veterans.operations import registration
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.divisions.world import LIUCHENG
from tests.support.starting_line import ROUNDS, THREADS, rounds, together

pytestmark = pytest.mark.race
FIRM = EmployerFacts(
    name="怀远县新大地物业有限公司",
    credit_code="",
    industry=Industry.K,
    staffing=None,
    introduction="本县物业企业，管理六个小区，保安和保洁共八十人。",
    division_code=LIUCHENG,
    address="榴城镇禹王路 8 号",
    contact_name="",
    contact_phone="",
)


def count(model) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def a_credit_code(number: int) -> str:
    """Return a credit code with valid check characters."""
    organisation = f"MA{number:06d}"
    body = f"91340321{organisation}{organisation_check_character(organisation)}"
    return body + check_character(body)


def test_one_person_registers_once_however_often_at_once(app):
    refused: list[str] = []

    def register(_thread: int, each: int) -> None:
        try:
            with transaction():
                person = RegistrationFacts("张建国", f"1380000{each:04d}", "long-march-9")
                veterans.register(person, wording="同意")
        except DomainError as error:
            refused.append(error.message)

    errors = rounds(app, register)

    assert errors == []
    assert count(Account) == count(Veteran) == count(Consent) == ROUNDS
    assert set(refused) <= {"这个姓名和手机号已经有账号了。"}


def test_one_person_is_registered_once_by_two_desks(app):
    clerk_id = make_account(role=Role.CLERK).id

    def register(_thread: int, each: int) -> None:
        with suppress(DomainError), transaction() as session:
            clerk = session.get_one(Account, clerk_id)
            facts = OnBehalfFacts("李大山", f"1380000{each:04d}", "", LIUCHENG)
            veterans.register_on_behalf(clerk, facts, wording="本人同意代为登记。")

    assert rounds(app, register, of=10) == []
    assert count(Veteran) == 10


def test_a_person_registering_while_a_desk_registers_them_is_stored_once(app):
    assert self_and_desk(app) == 10


def test_without_the_lock_the_person_would_be_stored_twice(app, monkeypatch):
    """The control: without the lock, on PostgreSQL both read before either writes."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time anyway")
    monkeypatch.setattr(registration, "one_at_a_time", lambda _action: None)
    look, all_have_looked = registration.queries.account_holds, threading.Barrier(4)

    def looked_before_writing(phone, name):
        found = look(phone, name)
        all_have_looked.wait(timeout=300)
        return found

    monkeypatch.setattr(registration.queries, "account_holds", looked_before_writing)

    assert self_and_desk(app) > 10


def self_and_desk(app) -> int:
    """Register one person by themselves and three desks at once, ten times; return the count."""
    clerk_id = make_account(role=Role.CLERK).id

    def register(thread: int, each: int) -> None:
        phone = f"1380000{each:04d}"
        with suppress(DomainError), transaction() as session:
            if thread == 0:
                person = RegistrationFacts("李大山", phone, "long-march-9")
                veterans.register(person, wording="本人同意登记。")
                return
            clerk = session.get_one(Account, clerk_id)
            facts = OnBehalfFacts("李大山", phone, "", LIUCHENG)
            veterans.register_on_behalf(clerk, facts, wording="本人同意登记。")

    assert rounds(app, register, of=10, threads=4) == []
    return count(Veteran)


def test_an_ended_vacancy_is_reopened_once(app):
    employer = make_employer()
    ended = [make_vacancy(employer=employer, status=VacancyStatus.CLOSED).id for _ in range(10)]

    def reopen(_thread: int, each: int) -> None:
        with suppress(DomainError, StaleDataError), transaction() as session:
            vacancies.reopen_vacancy(session.get_one(Vacancy, ended[each]), today=clock.today())

    assert rounds(app, reopen, of=10) == []
    assert count(Vacancy) == 20


def test_one_credit_code_makes_one_employer(app):
    messages: list[str] = []

    def register(thread: int, each: int) -> None:
        facts = replace(
            FIRM,
            credit_code=a_credit_code(each),
            contact_name=f"第{thread}位",
            contact_phone=f"139{each:04d}{thread:04d}",
        )
        try:
            with transaction():
                employers.register_employer(facts, password="water-and-light-9")
        except DomainError as error:
            messages.append(error.message)

    errors = rounds(app, register)

    assert errors == []
    assert count(Employer) == count(EmployerMember) == count(Account) == ROUNDS
    sentence = "这个统一社会信用代码已经登记过。要接着用，请联系退役军人事务局。"
    assert Counter(messages) == {sentence: ROUNDS * (THREADS - 1)}


def test_one_identity_number_belongs_to_one_person(app):
    people = [make_person(number) for number in range(THREADS)]
    messages: list[str] = []

    def save(thread: int) -> None:
        try:
            with transaction() as session:
                veteran = session.get_one(Veteran, people[thread])
                veterans.save_basic(veteran, IdentityFacts("340321199001010014"), by_id=1)
        except DomainError as error:
            messages.append(error.field or "")

    assert together(app, save) == []

    db.session.rollback()
    holders = select(func.count()).where(Veteran.id_number_index.is_not(None))
    assert db.session.scalar(holders) == 1
    assert messages == ["identity"] * (THREADS - 1)


def make_person(number: int) -> int:
    account = make_account(role=Role.VETERAN, name=f"第{number}位")
    with transaction(audited=False) as session:
        veteran = Veteran(account_id=account.id, name=account.name, phone=account.phone)
        session.add(veteran)
        session.flush()
        return veteran.id


def test_checking_before_inserting_would_register_every_request(app):
    """The control: without a unique constraint every request that checked also inserts."""
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE naive (code INTEGER)"))
    all_have_looked = threading.Barrier(THREADS)

    def register(_thread: int, each: int) -> None:
        known = text("SELECT count(*) FROM naive WHERE code = :each").bindparams(each=each)
        with db.engine.connect() as connection:
            is_known = connection.execute(known).scalar_one()
        all_have_looked.wait(timeout=600)
        if not is_known:
            with db.engine.connect().execution_options(writes=True) as connection:
                connection.execute(text("INSERT INTO naive VALUES (:each)"), {"each": each})
                connection.commit()

    try:
        assert rounds(app, register, of=5) == []
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM naive")).scalar() == 5 * THREADS
    finally:
        with db.engine.begin() as connection:
            connection.execute(text("DROP TABLE naive"))
