"""Complaints about one vacancy at the same moment hide it once and are counted right."""

import threading
from collections import Counter

import pytest
from sqlalchemy import func, select

from core.audit import AuditEvent
from core.db import db, transaction
from jobs.complaints import operations
from jobs.complaints.models import Complaint, ComplaintReason
from jobs.vacancies.models import Vacancy
from people.veterans.models import Verification, Veteran
from tests.jobs.vacancies.world import make_vacancy
from tests.people.veterans.world import make_veteran
from tests.support.starting_line import ROUNDS, THREADS, rounds

pytestmark = pytest.mark.race


def crowd() -> tuple[list[int], list[int]]:
    vacancies = [make_vacancy().id for _ in range(ROUNDS)]
    return vacancies, [
        make_veteran(name=f"老兵{n}", verification=Verification.VERIFIED).id for n in range(THREADS)
    ]


def test_a_vacancy_is_hidden_once_however_many_complain_at_once(app):
    vacancies, people = crowd()

    def complain(number: int, each: int) -> None:
        with transaction() as session:
            operations.complain(
                session.get_one(Vacancy, vacancies[each]),
                session.get_one(Veteran, people[number]),
                ComplaintReason.FALSE,
            )

    assert rounds(app, complain) == []
    db.session.rollback()
    hidden = select(func.count()).where(Vacancy.hidden_at.is_not(None))
    actions = select(func.count()).where(AuditEvent.action == "vacancy.hide")
    assert db.session.scalar(hidden) == ROUNDS
    assert db.session.scalar(actions) == ROUNDS
    assert db.session.scalar(select(func.count(Complaint.id))) == ROUNDS * THREADS


def test_looking_first_alone_would_hide_it_several_times(app):
    """The control: without the locked row every thread reads the vacancy as still shown."""
    vacancies, _people = crowd()
    looked = threading.Barrier(THREADS)
    would: Counter[int] = Counter()
    lock = threading.Lock()

    def look(_number: int, each: int) -> None:
        is_shown = db.session.get_one(Vacancy, vacancies[each]).hidden_at is None
        looked.wait(timeout=600)
        with lock:
            would[each] += is_shown

    assert rounds(app, look) == []
    assert min(would.values()) > 1
