"""Staff pin meetings of one fair at once: a seat is given once, a person is pinned once."""

import threading
from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from core import audit
from core.access import Role
from core.db import db, transaction
from core.errors import DomainError
from matching.fairplan.facts import Pin
from matching.fairplan.models import PlanStop
from matching.fairplan.operations import pins
from matching.fairplan.slots import slots_of
from tests.fairs.fairs.world import book, make_booths, make_fair, sign_up
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.starting_line import THREADS, rounds

pytestmark = pytest.mark.race
ROUNDS = 20
FULL = "这家这个时段已经排满了手工排的。"
PINNED = "这个人在这个时段或这家已经有手工排的了。"
LOST = "刚刚有人给这个人排了同一时段或同一家，请刷新再看。"


class Fair:
    """A fair with one booth of one seat for each round, and people to pin."""

    def __init__(self, people: int) -> None:
        fair = make_fair(slot_minutes=10)
        self.id, self.slots = fair.id, slots_of(fair)
        booths = make_booths(fair, ROUNDS)
        self.bookings = [book(fair, make_employer(), booth).id for booth in booths]
        self.people = [sign_up(fair, make_veteran(name=f"老兵{n}")).id for n in range(people)]
        self.officer = make_account(role=Role.OFFICER, name="陈主任").id

    def pin(self, person: int, each: int, slot: int) -> None:
        with transaction(), audit.acting(audit.MACHINE):
            wanted = Pin(self.people[person], self.bookings[each], slot)
            pins.pin(self.id, wanted, by_id=self.officer)


class Answers:
    """What the threads got, counted by sentence."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.lock = threading.Lock()

    def of(self, pin, *arguments: int) -> None:
        try:
            pin(*arguments)
            word = "pinned"
        except DomainError as error:
            word = error.message
        with self.lock:
            self.counts[word] += 1


def most_in_a_seat() -> int:
    db.session.rollback()
    taken = select(func.count(PlanStop.id)).group_by(PlanStop.booking_id, PlanStop.slot)
    return max(db.session.scalars(taken))


def pinned() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(PlanStop.id)).where(PlanStop.is_pinned)) or 0


def test_one_seat_is_pinned_for_one_person(app):
    fair, answers = Fair(people=ROUNDS * THREADS), Answers()

    def press(number: int, each: int) -> None:
        answers.of(fair.pin, each * THREADS + number, each, 0)

    assert rounds(app, press, of=ROUNDS) == []
    assert answers.counts == {"pinned": ROUNDS, FULL: ROUNDS * (THREADS - 1)}
    assert most_in_a_seat() == 1


def test_one_person_is_pinned_once_to_a_booth(app):
    fair, answers = Fair(people=ROUNDS), Answers()

    def press(number: int, each: int) -> None:
        answers.of(fair.pin, each, each, number % fair.slots)

    assert rounds(app, press, of=ROUNDS) == []
    assert answers.counts == {"pinned": ROUNDS, PINNED: ROUNDS * (THREADS - 1)}
    assert pinned() == ROUNDS


def test_looking_first_alone_would_give_a_seat_several_times(app):
    """The control on both databases: without the lock every officer finds the seat free."""
    fair, looked = Fair(people=1), threading.Barrier(THREADS)
    would: Counter[int] = Counter()
    lock = threading.Lock()

    def look(_number: int, each: int) -> None:
        query = select(PlanStop).where(PlanStop.booking_id == fair.bookings[each])
        is_free = db.session.scalar(query) is None
        looked.wait(timeout=600)
        with lock:
            would[each] += is_free

    assert rounds(app, look, of=ROUNDS) == []
    assert min(would.values()) > 1


def test_without_the_lock_a_seat_is_given_several_times(app, monkeypatch):
    """The control on PostgreSQL; SQLite has one writer anyway."""
    monkeypatch.setattr(pins, "lock", lambda _fair_id: None)
    fair, answers = Fair(people=ROUNDS * THREADS), Answers()

    def press(number: int, each: int) -> None:
        answers.of(fair.pin, each * THREADS + number, each, 0)

    assert rounds(app, press, of=ROUNDS) == []
    assert (most_in_a_seat() > 1) == (db.engine.dialect.name == "postgresql")


def test_without_the_lock_the_tables_rule_keeps_a_person_at_a_booth_once(app, monkeypatch):
    """The control on PostgreSQL: those who lose are refused by the constraint, in a sentence."""
    monkeypatch.setattr(pins, "lock", lambda _fair_id: None)
    fair, answers = Fair(people=ROUNDS), Answers()

    def press(number: int, each: int) -> None:
        answers.of(fair.pin, each, each, number % fair.slots)

    assert rounds(app, press, of=ROUNDS) == []
    assert pinned() == ROUNDS
    assert (answers.counts[LOST] > 0) == (db.engine.dialect.name == "postgresql")


def unpinning(app) -> tuple[list[BaseException], int]:
    """Return what officers got who all unpin the same stop, and how many stay pinned."""
    fair = Fair(people=ROUNDS)
    for each in range(ROUNDS):
        fair.pin(each, each, 0)
    db.session.rollback()
    stops = list(db.session.scalars(select(PlanStop.id).order_by(PlanStop.id)))

    def press(_number: int, each: int) -> None:
        with transaction(), audit.acting(audit.MACHINE):
            pins.unpin(fair.id, stops[each])

    return rounds(app, press, of=ROUNDS), pinned()


def test_a_stop_is_unpinned_by_several_officers_at_once(app):
    assert unpinning(app) == ([], 0)


def test_without_the_lock_unpinning_at_once_is_an_error(app, monkeypatch):
    """The control on PostgreSQL: both read the same version, the second write finds no row."""
    monkeypatch.setattr(pins, "lock", lambda _fair_id: None)

    errors, still_pinned = unpinning(app)

    assert still_pinned == 0
    is_postgres = db.engine.dialect.name == "postgresql"
    assert any(isinstance(error, StaleDataError) for error in errors) == is_postgres
