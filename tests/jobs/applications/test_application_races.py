"""Many taps at the same moment: one application, one consent, no more offers than places."""

import threading
from collections import Counter

import pytest
from sqlalchemy import func, select, text

from core import clock
from core.access import Role
from core.db import db, transaction
from core.errors import DomainError
from jobs.applications import contacts, operations, queries
from jobs.applications.models import Application, ApplicationStatus, ContactConsent
from jobs.vacancies.models import Vacancy
from people.accounts.models import Account
from people.veterans.models import Veteran
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import save
from tests.support.starting_line import ROUNDS, THREADS, rounds

pytestmark = pytest.mark.race
INDEX = (
    "CREATE UNIQUE INDEX uq_application_open ON application (veteran_id, vacancy_id) "
    "WHERE closed_at IS NULL"
)


def apply_once(veteran_id: int, vacancy_id: int, answers: Counter, lock: threading.Lock) -> None:
    try:
        with transaction() as session:
            veteran = session.get_one(Veteran, veteran_id)
            operations.apply_for(veteran, session.get_one(Vacancy, vacancy_id))
            contacts.give_consent(veteran, session.get_one(Vacancy, vacancy_id).employer)
        word = "applied"
    except DomainError:
        word = "refused"
    with lock:
        answers[word] += 1


def test_eight_taps_are_one_application(app):
    vacancies = [make_vacancy(employer=make_employer()).id for _ in range(ROUNDS)]
    veteran_id = make_veteran().id
    answers: Counter[str] = Counter()
    lock = threading.Lock()

    errors = rounds(app, lambda _n, each: apply_once(veteran_id, vacancies[each], answers, lock))

    db.session.rollback()
    assert errors == []
    assert answers == {"applied": ROUNDS, "refused": ROUNDS * (THREADS - 1)}
    assert db.session.scalar(select(func.count(Application.id))) == ROUNDS
    assert db.session.scalar(select(func.count(ContactConsent.id))) == ROUNDS


def test_without_the_index_a_look_first_admits_several_in(app):
    """The control: the unique index is the guard, not the look before it."""
    change(("DROP INDEX uq_application_open",))
    vacancies = [make_vacancy().id for _ in range(ROUNDS)]
    veteran_id = make_veteran().id
    looked = threading.Barrier(THREADS)

    def look_then_apply(_number: int, each: int) -> None:
        query = select(Application.id).where(Application.vacancy_id == vacancies[each])
        is_there = db.session.scalar(query) is not None
        looked.wait(timeout=600)
        if is_there:
            return
        with transaction(audited=False) as session:
            vacancy_id = vacancies[each]
            session.add(
                Application(veteran_id=veteran_id, vacancy_id=vacancy_id, applied_at=clock.now())
            )

    try:
        rounds(app, look_then_apply)
        db.session.rollback()
        assert db.session.scalar(select(func.count(Application.id))) > ROUNDS
    finally:
        change(("DELETE FROM application", INDEX))


def change(statements: tuple[str, ...]) -> None:
    """Change the tables themselves; the test restores them."""
    db.session.rollback()
    with transaction(audited=False) as session:
        for statement in statements:
            session.execute(text(statement))


def waiting_crowd(size: int) -> tuple[int, list[int], int]:
    """Return a vacancy with two places, the applications of `size` veterans, and the employer."""
    boss = make_account(role=Role.EMPLOYER, name="王经理")
    vacancy = make_vacancy(employer=make_employer(account=boss), headcount=2)
    applications = [
        save(
            Application(
                veteran_id=make_veteran(name=f"老兵{number}").id,
                vacancy_id=vacancy.id,
                applied_at=clock.now(),
            )
        ).id
        for number in range(size)
    ]
    return vacancy.id, applications, boss.id


def offer(application_id: int, boss_id: int) -> None:
    with transaction() as session:
        application = session.get_one(Application, application_id)
        operations.move_application(application, "offer", by=session.get_one(Account, boss_id))


def offered(vacancy_ids: list[int]) -> list[int]:
    db.session.rollback()
    query = (
        select(func.count())
        .where(
            Application.vacancy_id.in_(vacancy_ids),
            Application.status == ApplicationStatus.OFFERED,
        )
        .group_by(Application.vacancy_id)
    )
    return list(db.session.scalars(query))


def test_no_more_people_are_offered_a_vacancy_than_it_has_places(app):
    crowds = [waiting_crowd(THREADS) for _ in range(ROUNDS)]

    errors = rounds(app, lambda n, each: offer(crowds[each][1][n], crowds[each][2]))

    assert {type(error) for error in errors} == {DomainError}
    assert offered([crowd[0] for crowd in crowds]) == [2] * ROUNDS


def test_without_the_lock_a_vacancy_is_promised_too_often(app, monkeypatch):
    """The control: without the locked row the same free place is counted several times."""
    monkeypatch.setattr(operations, "_require_place", lambda *_rows: None)
    crowds = [waiting_crowd(THREADS) for _ in range(ROUNDS)]
    counted = threading.Barrier(THREADS)

    def count_then_offer(number: int, each: int) -> None:
        vacancy_id, applications, boss_id = crowds[each]
        taken = queries.count_places_taken(vacancy_id)
        counted.wait(timeout=600)
        if taken < 2:
            offer(applications[number], boss_id)

    rounds(app, count_then_offer)

    assert max(offered([crowd[0] for crowd in crowds])) > 2
