"""Both sides confirm at once, and more people start than a vacancy has places."""

import threading
from collections import Counter

import pytest
from sqlalchemy import func, select, update

from core import clock
from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from core.errors import DomainError
from jobs.vacancies.models import Vacancy
from people.accounts.models import Account
from people.veterans.models import EmploymentStatus
from placements.placements.models import (
    AskedBy,
    Placement,
    PlacementChannel,
    PlacementStatus,
    Side,
    VoidCause,
)
from placements.placements.operations import confirming, restoring
from placements.placements.queries import records
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import save
from tests.support.starting_line import ROUNDS, THREADS, rounds

pytestmark = pytest.mark.race


def claimed(employer, vacancy=None, number: int = 0) -> int:
    """Return a placement the employer claimed and the veteran has not confirmed."""
    return save(
        Placement(
            veteran_id=make_veteran(name=f"老兵{number}").id,
            employer_id=employer.id,
            employer_name=employer.name,
            vacancy_id=vacancy.id if vacancy else None,
            channel=PlacementChannel.SELF,
            title="司机",
            start_on=clock.today(),
            status_before=EmploymentStatus.SEEKING,
            claimed_at=clock.now(),
            employer_confirmed_at=clock.now(),
        )
    ).id


def confirm(placement_id: int, account_id: int) -> None:
    with transaction() as session:
        placement = session.get_one(Placement, placement_id)
        account = session.get_one(Account, account_id)
        confirming.confirm(placement, Side.VETERAN, by=account, asked_by=AskedBy.CALL)


def test_a_placement_is_confirmed_once(app):
    employer = make_employer()
    placements = [claimed(employer, number=n) for n in range(ROUNDS)]
    officer_id = make_account(role=Role.OFFICER, name="陈主任").id
    answers: Counter[str] = Counter()
    lock = threading.Lock()

    def press(_number: int, each: int) -> None:
        try:
            confirm(placements[each], officer_id)
            word = "confirmed"
        except DomainError:
            word = "too late"
        with lock:
            answers[word] += 1

    assert rounds(app, press) == []
    assert answers == {"confirmed": ROUNDS, "too late": ROUNDS * (THREADS - 1)}
    db.session.rollback()
    noted = select(func.count()).where(AuditEvent.action == "placement.confirm")
    assert db.session.scalar(noted) == ROUNDS


def test_a_check_without_the_lock_would_confirm_several_times(app):
    """The control: without the lock all see the same unconfirmed placement."""
    employer = make_employer()
    placements = [claimed(employer, number=n) for n in range(ROUNDS)]
    looked = threading.Barrier(THREADS)
    would: Counter[int] = Counter()
    lock = threading.Lock()

    def look(_number: int, each: int) -> None:
        row = db.session.get_one(Placement, placements[each])
        is_open = row.veteran_confirmed_at is None
        looked.wait(timeout=600)
        with lock:
            would[each] += is_open

    assert rounds(app, look) == []
    assert min(would.values()) > 1


def crowds() -> tuple[list[tuple[int, list[int]]], int]:
    officer_id = make_account(role=Role.OFFICER, name="陈主任").id
    made = []
    for _ in range(ROUNDS):
        employer = make_employer()
        vacancy = make_vacancy(employer=employer, headcount=2)
        made.append((vacancy.id, [claimed(employer, vacancy, n) for n in range(THREADS)]))
    return made, officer_id


def at_work(vacancy_id: int) -> int:
    query = select(func.count()).where(
        Placement.vacancy_id == vacancy_id, Placement.status == PlacementStatus.CONFIRMED
    )
    return db.session.scalar(query) or 0


def test_no_more_people_start_than_a_vacancy_has_places(app):
    made, officer_id = crowds()

    errors = rounds(app, lambda n, each: confirm(made[each][1][n], officer_id))

    db.session.rollback()
    assert {type(error) for error in errors} == {DomainError}
    assert [at_work(vacancy_id) for vacancy_id, _ in made] == [2] * ROUNDS
    query = select(Vacancy.status).where(Vacancy.id.in_([one for one, _ in made]))
    assert {status.value for status in db.session.scalars(query)} == {"FILLED"}


def test_without_the_locked_vacancy_too_many_start(app, monkeypatch):
    """The control: all who count before the vacancy's row is locked see the same free places."""
    monkeypatch.setattr(confirming, "take_place", lambda _placement: None)
    made, officer_id = crowds()
    counted = threading.Barrier(THREADS)

    def count_then_confirm(number: int, each: int) -> None:
        vacancy_id, placements = made[each]
        taken = records.count_filled(vacancy_id)
        counted.wait(timeout=600)
        if taken < 2:
            confirm(placements[number], officer_id)

    rounds(app, count_then_confirm)

    db.session.rollback()
    assert max(at_work(vacancy_id) for vacancy_id, _ in made) > 2


def made_void(employer, number: int) -> int:
    """Return a void placement that waited for the veteran."""
    placement_id = claimed(employer, number=number)
    with transaction(audited=False) as session:
        row = session.get_one(Placement, placement_id)
        row.status, row.void_cause = PlacementStatus.VOID, VoidCause.WRONG_PERSON
    return placement_id


def restore(placement_id: int, account_id: int) -> None:
    with transaction() as session:
        placement = session.get_one(Placement, placement_id)
        restoring.restore(placement, by=session.get_one(Account, account_id), reason="记错了")


def raced(app, placements: list[int], officer_id: int) -> Counter[str]:
    """Return how all threads' attempts to restore the same placements ended."""
    answers: Counter[str] = Counter()
    lock = threading.Lock()

    def press(_number: int, each: int) -> None:
        try:
            restore(placements[each], officer_id)
            word = "restored"
        except DomainError:
            word = "too late"
        with lock:
            answers[word] += 1

    assert rounds(app, press) == []
    return answers


def test_a_placement_is_restored_once(app):
    employer = make_employer()
    placements = [made_void(employer, n) for n in range(ROUNDS)]
    officer_id = make_account(role=Role.OFFICER, name="陈主任").id

    assert raced(app, placements, officer_id) == {
        "restored": ROUNDS,
        "too late": ROUNDS * (THREADS - 1),
    }
    db.session.rollback()
    noted = select(func.count()).where(AuditEvent.action == "placement.restore")
    assert db.session.scalar(noted) == ROUNDS


def test_a_look_without_the_lock_would_restore_several_times(app):
    """The control: without the lock all see the same void placement."""
    employer = make_employer()
    placements = [made_void(employer, n) for n in range(ROUNDS)]
    looked = threading.Barrier(THREADS)
    would: Counter[int] = Counter()
    lock = threading.Lock()

    def look(_number: int, each: int) -> None:
        is_void = db.session.get_one(Placement, placements[each]).status is PlacementStatus.VOID
        looked.wait(timeout=600)
        with lock:
            would[each] += is_void

    assert rounds(app, look) == []
    assert min(would.values()) > 1


def void_crowds() -> tuple[list[tuple[int, list[int]]], int]:
    """Return crowds whose placements both sides had confirmed before they were made void."""
    made, officer_id = crowds()
    ids = [one for _vacancy, placements in made for one in placements]
    values = {
        "status": PlacementStatus.VOID,
        "void_cause": VoidCause.WRONG_PERSON,
        "veteran_confirmed_at": clock.now(),
    }
    with transaction(audited=False) as session:
        session.execute(update(Placement).where(Placement.id.in_(ids)).values(values))
    return made, officer_id


def test_restoring_takes_no_place_that_is_taken(app):
    """As many void placements as there are threads, two places: two are at work again."""
    made, officer_id = void_crowds()

    errors = rounds(app, lambda n, each: restore(made[each][1][n], officer_id))

    db.session.rollback()
    assert {type(error) for error in errors} == {DomainError}
    assert [at_work(vacancy_id) for vacancy_id, _ in made] == [2] * ROUNDS


def test_restoring_without_the_check_of_places_fills_too_many(app, monkeypatch):
    """The control: without the check everyone is at work again."""
    monkeypatch.setattr(restoring, "take_place", lambda _placement: None)
    made, officer_id = void_crowds()

    rounds(app, lambda n, each: restore(made[each][1][n], officer_id))

    db.session.rollback()
    assert max(at_work(vacancy_id) for vacancy_id, _ in made) > 2
