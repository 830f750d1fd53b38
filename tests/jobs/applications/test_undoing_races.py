"""Both sides and the bureau at the same moment: one end, and nothing left running behind it."""

import threading
from collections import Counter

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db, transaction
from core.errors import DomainError
from jobs.applications import operations
from jobs.applications.facts import Answer
from jobs.applications.lifecycle import ENDED
from jobs.applications.models import Application, ApplicationEvent, ApplicationStatus
from jobs.vacancies.models import Vacancy, VacancyStatus
from jobs.vacancies.operations import change_vacancy
from people.accounts.models import Account
from people.veterans.models import Veteran
from placements.placements.facts import ClaimFacts
from placements.placements.models import Placement, PlacementStatus, Side
from placements.placements.operations import claiming
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import save
from tests.support.starting_line import ROUNDS, THREADS, rounds

pytestmark = pytest.mark.race
S = ApplicationStatus
WHY = Answer(why="来不了")


class Scene:
    """One employer and one veteran with an application of a status in each round."""

    def __init__(self, status: ApplicationStatus | None) -> None:
        boss = make_account(role=Role.EMPLOYER, name="王经理")
        account = make_account(name="张建国")
        employer = make_employer(account=boss)
        self.accounts = {"employer": boss.id, "veteran": account.id}
        self.veteran_id = make_veteran(account=account).id
        self.vacancies = [make_vacancy(employer=employer).id for _ in range(ROUNDS)]
        self.applications = [
            save(
                Application(
                    veteran_id=self.veteran_id,
                    vacancy_id=vacancy_id,
                    status=status,
                    applied_at=clock.now(),
                    closed_at=clock.now() if status in ENDED else None,
                )
            ).id
            for vacancy_id in (self.vacancies if status else ())
        ]
        self.done: Counter[str] = Counter()
        self._lock = threading.Lock()

    def move(self, each: int, event: str, side: str) -> None:
        with transaction() as session:
            application = session.get_one(Application, self.applications[each])
            by = session.get_one(Account, self.accounts[side])
            operations.move_application(application, event, by=by, answer=WHY)
        self.note(event)

    def remove(self, each: int) -> None:
        with transaction() as session:
            vacancy = session.get_one(Vacancy, self.vacancies[each])
            change_vacancy(
                vacancy, "remove", role=Role.OFFICER, today=clock.today(), reason="假的。"
            )
        self.note("remove")

    def apply(self, each: int) -> None:
        with transaction() as session:
            veteran = session.get_one(Veteran, self.veteran_id)
            operations.apply_for(veteran, session.get_one(Vacancy, self.vacancies[each]))
        self.note("apply")

    def claim(self, each: int) -> None:
        with transaction() as session:
            application = session.get_one(Application, self.applications[each])
            facts = ClaimFacts("司机", clock.today())
            by = session.get_one(Account, self.accounts["employer"])
            claiming.claim(
                application.veteran, facts, side=Side.EMPLOYER, by=by, application=application
            )
        self.note("claim")

    def note(self, word: str) -> None:
        with self._lock:
            self.done[word] += 1


def statuses() -> Counter[ApplicationStatus]:
    db.session.rollback()
    return Counter(db.session.scalars(select(Application.status)))


def running_on_removed() -> int:
    db.session.rollback()
    query = select(func.count(Application.id)).join(Application.vacancy)
    query = query.where(Application.closed_at.is_(None), Vacancy.status == VacancyStatus.REMOVED)
    return db.session.scalar(query) or 0


def refusals(errors: list[BaseException]) -> set[type[BaseException]]:
    return {type(error) for error in errors}


def test_two_sides_that_take_an_acceptance_back_at_once_do_it_once(app):
    scene = Scene(S.ACCEPTED)

    def undo(number: int, each: int) -> None:
        side, event = (("employer", "cancel"), ("veteran", "back_out"))[number % 2]
        scene.move(each, event, side)

    assert refusals(rounds(app, undo)) == {DomainError}

    assert statuses() == {S.CANCELLED: ROUNDS}
    events = select(func.count(ApplicationEvent.id))
    assert db.session.scalar(events) == ROUNDS
    assert scene.done.total() == ROUNDS


def test_looking_first_alone_would_take_it_back_several_times(app):
    """The control: without the locked row every thread reads the acceptance as still there."""
    scene = Scene(S.ACCEPTED)
    looked = threading.Barrier(THREADS)

    def look(_number: int, each: int) -> None:
        status = db.session.get_one(Application, scene.applications[each]).status
        looked.wait(timeout=600)
        if status is S.ACCEPTED:
            scene.note(f"round {each}")

    assert rounds(app, look) == []
    assert min(scene.done.values()) > 1


def test_an_acceptance_while_the_vacancy_is_removed_holds_or_is_refused(app):
    scene = Scene(S.OFFERED)

    def act(number: int, each: int) -> None:
        if number == each % THREADS:
            scene.remove(each)
        else:
            scene.move(each, "accept", "veteran")

    assert refusals(rounds(app, act)) <= {DomainError}

    found = statuses()
    assert found.total() == found[S.ACCEPTED] + found[S.VACANCY_REMOVED] == ROUNDS
    assert scene.done["remove"] == ROUNDS
    assert scene.done["accept"] == found[S.ACCEPTED]  # no answer that was confirmed is lost


def test_no_application_runs_on_at_a_removed_vacancy(app):
    scene = Scene(None)

    def act(number: int, each: int) -> None:
        scene.remove(each) if number == each % THREADS else scene.apply(each)

    assert refusals(rounds(app, act)) <= {DomainError}

    assert running_on_removed() == 0
    assert scene.done["remove"] == ROUNDS


def look_then_act(app, looked_at, act, undo) -> list[BaseException]:
    """Run two threads a round: one looks, the other undoes what it saw, the first acts on it."""
    looked, undone = threading.Barrier(2), threading.Barrier(2)

    def one(number: int, each: int) -> None:
        if number == 0:
            looked.wait(timeout=600)
            undo(each)
            undone.wait(timeout=600)
            return
        assert looked_at(each)
        db.session.rollback()
        looked.wait(timeout=600)
        undone.wait(timeout=600)
        act(each)

    return rounds(app, one, threads=2)


def test_without_the_look_after_the_lock_an_application_is_left_behind(app, monkeypatch):
    """The control: one that looked before the removal and is saved after it runs for ever."""
    scene = Scene(None)

    def is_published(each: int) -> bool:
        vacancy = db.session.get_one(Vacancy, scene.vacancies[each])
        return vacancy.status is VacancyStatus.PUBLISHED

    monkeypatch.setattr(Vacancy, "is_open", lambda _self, _day: True)

    assert look_then_act(app, is_published, scene.apply, scene.remove) == []
    assert running_on_removed() == ROUNDS


def test_no_claim_outlives_the_acceptance_it_rests_on(app):
    scene = Scene(S.ACCEPTED)

    def act(number: int, each: int) -> None:
        if number % 2:
            scene.claim(each)
        else:
            scene.move(each, "back_out", "veteran")

    assert refusals(rounds(app, act)) <= {DomainError}

    assert statuses() == {S.CANCELLED: ROUNDS}
    assert set(db.session.scalars(select(Placement.status))) <= {PlacementStatus.VOID}


def test_without_the_look_after_the_lock_a_claim_outlives_it(app, monkeypatch):
    """The control: a claim that looked before the acceptance was taken back is saved after it."""
    scene = Scene(S.ACCEPTED)
    monkeypatch.setattr(claiming, "_check", lambda *_facts: None)

    def is_accepted(each: int) -> bool:
        return db.session.get_one(Application, scene.applications[each]).status is S.ACCEPTED

    def back_out(each: int) -> None:
        scene.move(each, "back_out", "veteran")

    look_then_act(app, is_accepted, scene.claim, back_out)

    db.session.rollback()
    claimed = select(func.count(Placement.id)).where(Placement.status == PlacementStatus.CLAIMED)
    assert db.session.scalar(claimed) == 1  # the index allows one running claim a pair
