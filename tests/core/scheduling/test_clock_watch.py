"""A clock that is wrong blocks nobody and ends nothing: terms of the future, jumps, long stops."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core import clock, outbox
from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from core.errors import DomainError, TooManyTriesError
from core.features import EXTENSION, installed
from core.outbox import OutboxMessage
from core.scheduling import clock_watch, leader, runner
from core.scheduling.models import SeenMoment, TaskRun
from core.scheduling.registry import ScheduledTask
from core.throttle import Limit, used
from fairs.exchange.models import Partner
from fairs.exchange.queries import partner_by_code
from jobs.vacancies.models import Vacancy, VacancyStatus
from people.accounts import operations as accounts
from people.accounts.queries import live_session, live_sessions_of
from people.veterans.operations.registration import issue_claim_code
from people.veterans.queries.profiles import claimable
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.features import scheduling
from tests.support.rows import save

YEAR, WEEKS, MINUTE = timedelta(days=400), timedelta(weeks=3), timedelta(minutes=1)


class Time:
    """The clock of the process, which the test sets."""

    def __init__(self, monkeypatch) -> None:
        self.now = clock.now().replace(microsecond=0)
        monkeypatch.setattr(clock, "now", lambda: self.now)

    def move(self, by: timedelta) -> None:
        """Set the clock forward, or back."""
        self.now += by
        db.session.rollback()


@pytest.fixture
def time(app, monkeypatch) -> Time:
    return Time(monkeypatch)


@pytest.fixture
def did(app, monkeypatch) -> list[str]:
    """Two tasks in the place of the real ones, one of which any clock will do for."""
    done: list[str] = []
    tasks = (
        ScheduledTask("a.ends", "结束", lambda: done.append("ends"), every=MINUTE),
        ScheduledTask(
            "b.sends", "发送", lambda: done.append("sends"), every=MINUTE, any_clock=True
        ),
    )
    monkeypatch.setitem(app.extensions, EXTENSION, scheduling(*tasks))
    return done


def tick() -> int:
    leader.take("one")
    return runner.run_due("one")


def accept(time: Time) -> None:
    with transaction():
        clock_watch.accept(int(time.now.timestamp()))
    db.session.rollback()


# ---- terms that a clock ahead has set ------------------------------------------------------


def test_a_lease_from_the_future_is_taken_at_once(time):
    time.move(YEAR)
    leader.take("old")
    time.move(-YEAR)

    assert leader.take("new")
    assert leader.leads("new")
    assert not leader.leads("old")


def test_a_lease_of_a_clock_a_little_ahead_is_respected(time):
    time.move(timedelta(seconds=30))
    leader.take("other")
    time.move(timedelta(seconds=-30))

    assert not leader.take("one")


def test_a_window_from_the_future_locks_nobody_out(time):
    limit = Limit("sign-in", tries=2, window_seconds=900)
    time.move(YEAR)
    for _ in range(2):
        limit.count("a")
    with pytest.raises(TooManyTriesError):
        limit.count("a")
    time.move(-YEAR)

    assert used(limit, "a") == 0
    limit.count("a")
    limit.count("a")
    with pytest.raises(TooManyTriesError, match="15 分钟"):
        limit.count("a")


def test_a_session_from_the_future_is_not_valid(time):
    account = make_account(role=Role.OFFICER, name="陈主任")
    time.move(YEAR)
    with transaction():
        opened = accounts.open_session(account.id, device="测试")
    assert live_session(opened.token) is not None
    time.move(-YEAR)

    assert live_session(opened.token) is None
    assert live_sessions_of(account.id) == []


def test_a_cookie_seen_by_a_clock_ahead_is_signed_out(sign_in):
    browser = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    assert browser.get("/desk").status_code == 200
    with browser.session_transaction() as cookie:
        cookie["seen"] += 3600

    assert browser.get("/desk").status_code == 302


def test_a_claim_code_from_the_future_is_void(time):
    veteran = make_veteran(name="李四", phone="13800000001")
    time.move(YEAR)
    with transaction() as session:
        issue_claim_code(session.merge(veteran))
    assert claimable("13800000001", "李四")
    time.move(-YEAR)

    assert not claimable("13800000001", "李四")


def test_a_partner_saved_by_a_clock_ahead_has_to_be_saved_again(time):
    save(
        Partner(
            division_code="330205",
            name="江北区局",
            verify_key="k",
            valid_until=time.now + timedelta(days=3650) + YEAR,
        )
    )

    assert partner_by_code("330205", time.now + YEAR) is not None
    assert partner_by_code("330205", time.now) is None


def test_a_message_claimed_or_due_in_the_future_is_sent(time):
    time.move(YEAR)
    with transaction(audited=False):
        outbox.enqueue("sms", "k", "13812345678\nx")
    with transaction(audited=False) as session:
        message = session.scalars(select(OutboxMessage)).one()
        message.due_at, message.leased_until = time.now, time.now + outbox.LEASE
    time.move(-YEAR)

    assert outbox.relay({"sms": lambda _key, _body: None}) == 1


def test_a_message_that_waits_for_its_next_try_waits(time):
    with transaction(audited=False):
        outbox.enqueue("sms", "k", "13812345678\nx")
    with transaction(audited=False) as session:
        session.scalars(select(OutboxMessage)).one().due_at = time.now + outbox.LONGEST_RETRY

    assert outbox.relay({"sms": lambda _key, _body: None}) == 0


# ---- jumps and stops -----------------------------------------------------------------------


@pytest.mark.parametrize("by", [YEAR, -YEAR, WEEKS, timedelta(days=1, hours=1)])
def test_after_a_jump_nothing_is_ended_and_messages_are_still_sent(time, did, by):
    tick()
    time.move(by)

    tick()
    time.move(MINUTE)
    tick()

    assert did == ["ends", "sends", "sends", "sends"]
    assert clock_watch.doubted() is not None


def test_within_a_day_it_goes_on_unasked(time, did):
    tick()
    time.move(timedelta(hours=23))

    assert tick() == 2
    assert clock_watch.doubted() is None


def test_a_clock_set_right_again_needs_nobody(time, did):
    tick()
    time.move(YEAR)
    tick()
    time.move(-YEAR + MINUTE)
    tick()

    assert did.count("ends") == 2
    assert clock_watch.doubted() is None


def test_after_a_long_stop_staff_agree_and_all_that_is_due_runs_once(time, did):
    tick()
    time.move(WEEKS)
    tick()
    accept(time)

    tick()
    tick()

    assert did.count("ends") == 2
    db.session.rollback()
    assert db.session.scalars(select(SeenMoment.seen_at)).one() == time.now


def status_of(vacancy_id: int) -> VacancyStatus:
    db.session.rollback()
    return db.session.get_one(Vacancy, vacancy_id).status


def test_vacancies_do_not_end_while_the_clock_is_a_year_ahead(time):
    """The tasks of the application: a year ahead every vacancy would be over."""
    number = make_vacancy(valid_to=clock.days_ahead(30)).id
    tick()
    time.move(YEAR)
    tick()
    assert status_of(number) is VacancyStatus.PUBLISHED
    accept(time)
    tick()
    assert status_of(number) is VacancyStatus.EXPIRED


def test_without_the_watch_they_would_end(time, monkeypatch):
    """The control."""
    monkeypatch.setattr(clock_watch, "observe", lambda _now: True)
    number = make_vacancy(valid_to=clock.days_ahead(30)).id
    tick()
    time.move(YEAR)
    tick()

    assert status_of(number) is VacancyStatus.EXPIRED


def test_every_task_that_may_run_with_any_clock_is_known(app):
    known = {task.name for task in installed().schedule if task.any_clock}

    assert known == {"outbox.relay", "matching.index", "audit.verify"}


def test_runs_of_a_clock_ahead_do_not_take_the_slots_of_later(time, did):
    tick()
    time.move(timedelta(hours=20))
    tick()
    time.move(timedelta(hours=-20))
    tick()

    assert db.session.scalar(select(func.count()).where(TaskRun.slot > time.now)) == 0


def test_agreeing_to_a_clock_set_back_voids_the_runs_of_the_future(time, did):
    time.move(YEAR)
    tick()
    time.move(-YEAR)
    tick()
    accept(time)
    tick()

    assert db.session.scalar(select(func.count()).where(TaskRun.slot > time.now)) == 0
    assert did.count("ends") == 2


@pytest.mark.parametrize(
    "command", [("vacancies", "expire"), ("employers", "lapse"), ("fairs", "advance")]
)
def test_commands_that_end_things_wait_as_well(app, time, command):
    runner_of = app.test_cli_runner()
    assert runner_of.invoke(args=command).exit_code == 0
    time.move(YEAR)

    refused = runner_of.invoke(args=command)
    once = runner_of.invoke(args=["scheduler", "once", "retention"])

    assert (refused.exit_code, once.exit_code) == (1, 1)
    assert clock_watch.WAITS in refused.output
    assert clock_watch.WAITS in once.output


# ---- the page ------------------------------------------------------------------------------


def doubt(days: int = 21) -> None:
    seen = clock.now() - timedelta(days=days)
    save(SeenMoment(id=1, seen_at=seen, doubted_at=clock.now()))


def test_an_officer_is_asked_and_agrees(sign_in):
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    assert "核对服务器的时间" not in officer.get("/desk").text
    doubt()
    shown = int(clock.now().timestamp())

    assert "核对服务器的时间" in officer.get("/desk").text
    assert "服务器的时间要核对" in officer.get("/schedule").text
    page = officer.get("/schedule/clock").text
    answer = officer.post("/schedule/clock", data={"shown": shown})
    again = officer.post("/schedule/clock", data={"shown": shown})

    assert "时间是对的，接着做" in page
    assert (answer.status_code, again.status_code) == (302, 422)
    assert "时间已经核对过了" in again.text
    assert clock_watch.doubted() is None
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "clock.accept")).one()
    assert event.detail.keys() == {"before", "now"}


@pytest.mark.parametrize(
    ("role", "may_check"), [(Role.OFFICER, True), (Role.ADMIN, True), (Role.AUDITOR, False)]
)
def test_the_list_of_tasks_leads_those_who_may_to_the_check(sign_in, role, may_check):
    reader = sign_in(make_account(role=role, name="读者"))
    doubt()

    page = reader.get("/schedule").text

    assert "服务器的时间要核对" in page
    assert ('href="/schedule/clock"' in page) is may_check


@pytest.mark.parametrize("shown", ["", "x", "-1", "9" * 30, str(int(4e11)), "1700000000"])
def test_another_time_than_the_one_shown_is_not_agreed_to(sign_in, shown):
    admin = sign_in(make_account(role=Role.ADMIN, name="管理员"))
    doubt()

    answer = admin.post("/schedule/clock", data={"shown": shown})

    assert answer.status_code == 422
    assert clock_watch.doubted() is not None


def test_the_bureau_sets_how_long_a_stop_may_be(app, time, did, monkeypatch):
    monkeypatch.setattr(clock_watch, "amount_of", lambda _parameter, _day: 30)
    tick()
    time.move(WEEKS)

    assert tick() == 2


def test_agreeing_needs_a_doubt(app):
    with pytest.raises(DomainError, match="已经核对过了"), transaction():
        clock_watch.accept(0)
