"""Races at the check-in desk: walk-ins, newcomers, undo against check-in and meeting, records."""

import threading
from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core import clock
from core.access import Role
from core.db import db, transaction
from core.errors import DomainError
from fairs.fairs import operations
from fairs.fairs.facts import CheckInRecord, MeetingFacts
from fairs.fairs.models import (
    CheckInMethod,
    CheckInNote,
    Doubt,
    DoubtfulNote,
    Fair,
    FairBooking,
    FairStatus,
    Meeting,
    Outcome,
    SignUp,
)
from people.accounts.models import Account
from people.veterans.facts import OnBehalfFacts
from people.veterans.forms.registration import ON_BEHALF_WORDING
from people.veterans.models import Veteran
from tests.fairs.fairs.world import (
    OWN_COUNTY,
    book,
    came,
    make_booths,
    make_fair,
    make_note,
    sign_up,
)
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import make_account
from tests.people.divisions.world import LIUCHENG
from tests.people.veterans.world import make_veteran
from tests.support.starting_line import ROUNDS, THREADS, rounds

pytestmark = pytest.mark.race


def count(model, *conditions) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


class Tally:
    """Counts of what threads did."""

    def __init__(self) -> None:
        self.of: Counter[str] = Counter()
        self.lock = threading.Lock()

    def add(self, word: str) -> None:
        """Count one."""
        with self.lock:
            self.of[word] += 1


def walk_in(fair_id: int, veteran_id: int, by_id: int) -> bool:
    with transaction() as session:
        return operations.walk_in(
            session.get_one(Fair, fair_id),
            session.get_one(Veteran, veteran_id),
            county=OWN_COUNTY,
            by=session.get_one(Account, by_id),
        )


def test_eight_desks_check_one_walk_in_in_once(app):
    fair = make_fair(FairStatus.RUNNING)
    people = [make_veteran(name=f"老兵{n}").id for n in range(ROUNDS)]
    by_id = make_account(role=Role.OFFICER, name="陈主任").id
    tally = Tally()

    def come(_number: int, each: int) -> None:
        tally.add("new" if walk_in(fair.id, people[each], by_id) else "in")

    assert rounds(app, come) == []
    assert tally.of == {"new": ROUNDS, "in": ROUNDS * (THREADS - 1)}
    assert came(fair) == count(SignUp) == ROUNDS


def test_without_the_unique_key_a_walk_in_would_be_signed_up_several_times(app):
    """The control: desks that look before they write all find no sign-up."""
    fair = make_fair(FairStatus.RUNNING)
    people = [make_veteran(name=f"老兵{n}").id for n in range(ROUNDS)]
    looked = threading.Barrier(THREADS)
    tally = Tally()

    def look(_number: int, each: int) -> None:
        query = select(SignUp.id).where(SignUp.veteran_id == people[each])
        is_none = db.session.scalar(query.where(SignUp.fair_id == fair.id)) is None
        looked.wait(timeout=600)
        if is_none:
            tally.add(str(each))

    assert rounds(app, look) == []
    assert min(tally.of.values()) > 1


def newcomer(fair_id: int, number: int, by_id: int) -> bool:
    facts = OnBehalfFacts(f"新人{chr(0x4E00 + number)}", f"139{number:08d}", "", LIUCHENG)
    with transaction() as session:
        _veteran, is_new = operations.register_at_door(
            session.get_one(Fair, fair_id),
            facts,
            wording=ON_BEHALF_WORDING,
            county=OWN_COUNTY,
            by=session.get_one(Account, by_id),
        )
        return is_new


def test_a_newcomer_at_two_desks_is_one_person(app):
    fair = make_fair(FairStatus.RUNNING)
    by_id = make_account(role=Role.OFFICER, name="陈主任").id
    tally = Tally()

    def come(_number: int, each: int) -> None:
        tally.add("new" if newcomer(fair.id, each, by_id) else "known")

    assert rounds(app, come) == []
    assert tally.of == {"new": ROUNDS, "known": ROUNDS * (THREADS - 1)}
    assert came(fair) == count(Veteran) == ROUNDS


def test_without_the_lock_a_newcomer_may_become_several(app, monkeypatch):
    """The control on PostgreSQL; SQLite has one writer at a time."""
    for place in ("fairs.fairs.operations.check_ins", "people.veterans.operations.registration"):
        monkeypatch.setattr(f"{place}.one_registration_at_a_time", lambda _phone: None)
    fair = make_fair(FairStatus.RUNNING)
    by_id = make_account(role=Role.OFFICER, name="陈主任").id

    def come(_number: int, each: int) -> None:
        newcomer(fair.id, each, by_id)

    rounds(app, come)

    several = count(Veteran) > ROUNDS
    assert several == (db.engine.dialect.name == "postgresql")


def busy(is_in: bool) -> list[int]:
    fair = make_fair(FairStatus.RUNNING)
    people = [sign_up(fair, make_veteran(name=f"老兵{n}")).id for n in range(ROUNDS)]
    if is_in:
        for person in people:
            check_in(person)
    return people


def check_in(sign_up_id: int) -> bool:
    with transaction() as session:
        row = session.get_one(SignUp, sign_up_id)
        return operations.check_in(row, method=CheckInMethod.QR, by_id=None)


def undo(sign_up_id: int) -> bool:
    try:
        with transaction() as session:
            operations.undo_check_in(session.get_one(SignUp, sign_up_id))
    except DomainError:
        return False
    return True


def test_undo_against_check_in_keeps_the_count(app):
    people = busy(is_in=True)
    balance: Counter[int] = Counter(dict.fromkeys(range(ROUNDS), 1))
    lock = threading.Lock()

    def press(number: int, each: int) -> None:
        change = int(check_in(people[each])) if number % 2 else -int(undo(people[each]))
        with lock:
            balance[each] += change

    assert rounds(app, press) == []
    db.session.rollback()
    rows = {each: db.session.get_one(SignUp, people[each]) for each in range(ROUNDS)}
    assert all(balance[each] == int(rows[each].checked_in_at is not None) for each in rows)


def test_looking_first_alone_undoes_one_check_in_several_times(app):
    """The control: desks that look before they write all find the person in."""
    people = busy(is_in=True)
    looked = threading.Barrier(THREADS)
    tally = Tally()

    def look(_number: int, each: int) -> None:
        is_in = db.session.get_one(SignUp, people[each]).checked_in_at is not None
        looked.wait(timeout=600)
        if is_in:
            tally.add(str(each))

    assert rounds(app, look) == []
    assert min(tally.of.values()) > 1


class Booths:
    """One booth, and one visitor a round, who is in."""

    def __init__(self) -> None:
        self.people = busy(is_in=True)
        fair = db.session.get_one(Fair, db.session.get_one(SignUp, self.people[0]).fair_id)
        self.booking_id = book(fair, make_employer(), make_booths(fair, 1)[0]).id
        self.by_id = make_account(role=Role.EMPLOYER, name="王经理").id

    def meet(self, each: int) -> None:
        """Record that the employer met the visitor of a round."""
        with transaction() as session:
            operations.record_meeting(
                session.get_one(FairBooking, self.booking_id),
                session.get_one(SignUp, self.people[each]),
                MeetingFacts(Outcome.MET),
                by_id=self.by_id,
            )

    def met_but_not_in(self) -> int:
        """Return how many visitors were met and are not in."""
        query = select(func.count(Meeting.id)).join(Meeting.sign_up)
        db.session.rollback()
        return db.session.scalar(query.where(SignUp.checked_in_at.is_(None))) or 0


def test_nobody_is_met_without_being_in_whatever_the_door_undoes(app):
    booths = Booths()

    def press(number: int, each: int) -> None:
        if number == 0:
            booths.meet(each)
        else:
            undo(booths.people[each])

    assert rounds(app, press) == []
    assert count(Meeting) == ROUNDS
    assert booths.met_but_not_in() == 0


def test_without_the_lock_of_the_row_a_visitor_is_met_and_not_in(app, monkeypatch):
    """The control: both look first, so the door sees no meeting and the booth sees them in."""
    booths = Booths()
    looked = threading.Barrier(2)

    def unlocked(row):
        row = db.session.get_one(SignUp, row.id, populate_existing=True)
        if row.checked_in_at is not None:
            looked.wait(timeout=600)
        return row

    monkeypatch.setattr("fairs.fairs.operations.check_ins.lock_row", unlocked)

    def press(number: int, each: int) -> None:
        booths.meet(each) if number else undo(booths.people[each])

    if db.engine.dialect.name == "postgresql":
        assert rounds(app, press, threads=2) == []
        assert booths.met_but_not_in() > 0


def test_one_record_at_two_desks_is_settled_once(app):
    fair = make_fair(FairStatus.RUNNING)
    notes = [make_note(fair).id for _ in range(ROUNDS)]
    by_id = make_account(role=Role.OFFICER, name="陈主任").id
    tally = Tally()

    def settle(_number: int, each: int) -> None:
        try:
            with transaction() as session:
                note = session.get_one(DoubtfulNote, notes[each])
                operations.settle_note(note, by_id=by_id)
        except DomainError:
            tally.add("late")
        else:
            tally.add("settled")

    assert rounds(app, settle) == []
    assert tally.of == {"settled": ROUNDS, "late": ROUNDS * (THREADS - 1)}


def test_without_the_lock_a_record_is_settled_several_times(app, monkeypatch):
    """The control on PostgreSQL; SQLite has one writer at a time."""
    looked = threading.Barrier(THREADS)

    def unlocked(note):
        seen = db.session.get_one(DoubtfulNote, note.id, populate_existing=True)
        looked.wait(timeout=600)
        return seen

    fair = make_fair(FairStatus.RUNNING)
    notes = [make_note(fair).id for _ in range(ROUNDS)]
    by_id = make_account(role=Role.OFFICER, name="陈主任").id
    tally = Tally()
    monkeypatch.setattr("fairs.fairs.operations.doubtful_notes.lock_row", unlocked)

    def settle(_number: int, each: int) -> None:
        with transaction() as session:
            operations.settle_note(session.get_one(DoubtfulNote, notes[each]), by_id=by_id)
        tally.add(str(each))

    if db.engine.dialect.name == "postgresql":
        assert rounds(app, settle) == []
        assert min(tally.of.values()) > 1


def send(fair_id: int, records: list[CheckInRecord], by_id: int) -> None:
    with transaction() as session:
        operations.merge_check_ins(
            session.get_one(Fair, fair_id),
            records,
            by=session.get_one(Account, by_id),
            county=OWN_COUNTY,
        )


def test_batches_in_opposite_order_wait_for_each_other_and_keep_a_doubt_once(app):
    fair = make_fair(FairStatus.RUNNING)
    people = [sign_up(fair, make_veteran(name=f"老兵{n}")) for n in range(20)]
    by_id = make_account(role=Role.OFFICER, name="陈主任").id
    at = clock.now()
    records = [CheckInRecord(f"k-{row.id}", row.code, at) for row in people]
    records.append(CheckInRecord("doubt", "谁也不是", at))

    def come(number: int, _each: int) -> None:
        send(fair.id, records if number % 2 else records[::-1], by_id)

    assert rounds(app, come, of=3) == []
    assert came(fair) == count(CheckInNote) == 20
    assert count(DoubtfulNote, DoubtfulNote.doubt == Doubt.UNKNOWN) == 1


def test_without_the_turn_batches_collide(app, monkeypatch):
    """The control on PostgreSQL: the same doubt is stored by two at once, and one fails."""
    monkeypatch.setattr("fairs.fairs.operations.batches.one_at_a_time", lambda _name: None)
    fair = make_fair(FairStatus.RUNNING)
    by_id = make_account(role=Role.OFFICER, name="陈主任").id

    def come(_number: int, each: int) -> None:
        send(fair.id, [CheckInRecord(f"doubt {each}", "谁也不是", clock.now())], by_id)

    errors = rounds(app, come)

    if db.engine.dialect.name == "postgresql":
        assert any(isinstance(error, IntegrityError) for error in errors)
    assert count(DoubtfulNote) == ROUNDS
