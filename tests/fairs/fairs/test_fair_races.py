"""Races at a fair: many threads book booths, check people in and record meetings."""

import threading
from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from core import clock
from core.access import Role
from core.db import db, transaction
from core.errors import DomainError
from fairs.fairs import operations, queries
from fairs.fairs.facts import CheckInRecord, MeetingFacts
from fairs.fairs.models import (
    CheckInMethod,
    CheckInNote,
    Fair,
    FairBooking,
    FairStatus,
    Meeting,
    Outcome,
    SignUp,
)
from jobs.employers.models import Employer
from people.accounts.models import Account
from tests.fairs.fairs.world import OWN_COUNTY, book, make_booths, make_fair, sign_up
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.starting_line import ROUNDS, THREADS, rounds, together

pytestmark = pytest.mark.race


def count(model, *conditions) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def test_one_booth_is_booked_by_one_employer(app):
    fair = make_fair()
    booths = [booth.id for booth in make_booths(fair, ROUNDS)]
    employers = [[make_employer().id for _ in range(THREADS)] for _ in range(ROUNDS)]
    answers: Counter[str] = Counter()
    lock = threading.Lock()

    def book_it(number: int, each: int) -> None:
        try:
            with transaction() as session:
                operations.book_booth(
                    session.get_one(Fair, fair.id),
                    session.get_one(Employer, employers[each][number]),
                    booths[each],
                )
            word = "booked"
        except DomainError:
            word = "taken"
        with lock:
            answers[word] += 1

    assert rounds(app, book_it) == []
    assert answers == {"booked": ROUNDS, "taken": ROUNDS * (THREADS - 1)}
    assert count(FairBooking) == ROUNDS


def test_an_employer_in_two_tabs_has_one_booth(app):
    fair = make_fair()
    booths = [booth.id for booth in make_booths(fair, ROUNDS * THREADS)]
    employers = [make_employer().id for _ in range(ROUNDS)]

    def book_it(number: int, each: int) -> None:
        with transaction() as session:
            operations.book_booth(
                session.get_one(Fair, fair.id),
                session.get_one(Employer, employers[each]),
                booths[each * THREADS + number],
            )

    assert rounds(app, book_it) == []
    assert count(FairBooking) == ROUNDS


def test_looking_first_alone_books_a_booth_twice(app):
    """The control: without the unique key several threads find the booth free."""
    fair = make_fair()
    booths = [booth.id for booth in make_booths(fair, ROUNDS)]
    looked = threading.Barrier(THREADS)
    seen: Counter[int] = Counter()
    lock = threading.Lock()

    def look(_number: int, each: int) -> None:
        is_free = booths[each] not in queries.taken_booths(fair.id)
        looked.wait(timeout=600)
        if is_free:
            with lock:
                seen[each] += 1

    assert rounds(app, look) == []
    assert min(seen.values()) > 1


def test_two_hundred_offline_check_ins_from_two_devices_merge_once(app):
    fair = make_fair(FairStatus.RUNNING)
    people = [sign_up(fair, make_veteran(name=f"老兵{n}")) for n in range(200)]
    codes = [(row.id, row.code) for row in people]
    clerk_id = make_account(role=Role.OFFICER, name="陈主任").id

    def send(number: int) -> None:
        device = number % 2
        notes = [CheckInRecord(f"{device}-{row_id}", code, clock.now()) for row_id, code in codes]
        for _try in range(20):
            try:
                with transaction() as session:
                    operations.merge_check_ins(
                        session.get_one(Fair, fair.id),
                        notes,
                        by=session.get_one(Account, clerk_id),
                        county=OWN_COUNTY,
                    )
            except OperationalError:
                continue  # the device whose transaction was aborted sends again
            return

    assert together(app, send, threads=4) == []
    assert count(SignUp, SignUp.checked_in_at.is_not(None)) == 200
    assert count(CheckInNote) == 400


def test_eight_desks_check_one_person_in_once(app):
    fair = make_fair(FairStatus.RUNNING)
    people = [sign_up(fair, make_veteran(name=f"老兵{n}")).id for n in range(ROUNDS)]
    new: Counter[int] = Counter()
    lock = threading.Lock()

    def admit(_number: int, each: int) -> None:
        with transaction() as session:
            row = session.get_one(SignUp, people[each])
            is_new = operations.check_in(row, method=CheckInMethod.QR, by_id=None)
        with lock:
            new[each] += is_new

    assert rounds(app, admit) == []
    assert set(new.values()) == {1}


def test_without_the_condition_a_person_is_checked_in_several_times(app):
    """The control: threads that look before they write all find the person new."""
    fair = make_fair(FairStatus.RUNNING)
    people = [sign_up(fair, make_veteran(name=f"老兵{n}")).id for n in range(ROUNDS)]
    looked = threading.Barrier(THREADS)
    new: Counter[int] = Counter()
    lock = threading.Lock()

    def look(_number: int, each: int) -> None:
        is_new = db.session.get_one(SignUp, people[each]).checked_in_at is None
        looked.wait(timeout=600)
        with lock:
            new[each] += is_new

    assert rounds(app, look) == []
    assert max(new.values()) > 1


def busy_booths() -> tuple[list[tuple[int, int]], int]:
    fair = make_fair(FairStatus.RUNNING)
    booth = make_booths(fair, 1)[0]
    booking_id = book(fair, make_employer(), booth).id
    people = [sign_up(fair, make_veteran(name=f"老兵{n}")).id for n in range(ROUNDS)]
    account_id = make_account(role=Role.EMPLOYER, name="王经理").id
    return [(booking_id, person) for person in people], account_id


def test_two_devices_of_a_booth_record_one_meeting(app):
    pairs, account_id = busy_booths()

    def tap(number: int, each: int) -> None:
        booking_id, sign_up_id = pairs[each]
        with transaction() as session:
            operations.record_meeting(
                session.get_one(FairBooking, booking_id),
                session.get_one(SignUp, sign_up_id),
                MeetingFacts(Outcome.MET if number % 2 else Outcome.INTENT),
                by_id=account_id,
            )

    assert rounds(app, tap) == []
    assert count(Meeting) == ROUNDS


def test_looking_first_alone_would_record_a_meeting_twice(app):
    """The control: without the lock every device finds no meeting yet and would add one."""
    pairs, _account_id = busy_booths()
    looked = threading.Barrier(THREADS)
    would: Counter[int] = Counter()
    lock = threading.Lock()

    def look(_number: int, each: int) -> None:
        is_none = queries.meeting_of(*pairs[each]) is None
        looked.wait(timeout=600)
        with lock:
            would[each] += is_none

    assert rounds(app, look) == []
    assert min(would.values()) > 1


def test_without_the_lock_a_second_device_gets_an_error(app, monkeypatch):
    """The control on PostgreSQL: the unique key keeps one row, and the losers get an error."""
    monkeypatch.setattr("fairs.fairs.operations.meeting.one_at_a_time", lambda _action: None)
    # The check-in of whoever is met waits for the row of the sign-up, which parts them too.
    monkeypatch.setattr("fairs.fairs.operations.meeting.check_in_met", lambda _row, by_id: None)
    pairs, account_id = busy_booths()

    def tap(_number: int, each: int) -> None:
        booking_id, sign_up_id = pairs[each]
        with transaction() as session:
            operations.record_meeting(
                session.get_one(FairBooking, booking_id),
                session.get_one(SignUp, sign_up_id),
                MeetingFacts(Outcome.MET),
                by_id=account_id,
            )

    errors = rounds(app, tap)

    assert count(Meeting) == ROUNDS
    if db.engine.dialect.name == "postgresql":
        assert any(isinstance(error, IntegrityError) for error in errors)
