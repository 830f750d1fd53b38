"""Scheduled work: one leader, each slot once, what died is taken over, failures stop no other."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from core import clock, outbox
from core.access import Role
from core.db import db, transaction
from core.features import EXTENSION, installed
from core.idempotency import SpentKey
from core.outbox import OutboxMessage, OutboxStatus
from core.scheduling import leader, runner
from core.scheduling.models import Lease, RunStatus, TaskRun
from core.scheduling.registry import ScheduledTask
from jobs.vacancies.models import VacancyStatus
from people.notices.models import Notice
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.support.features import scheduling
from tests.support.rows import fresh, save

MINUTE = timedelta(minutes=1)


@pytest.fixture
def noted(app, monkeypatch) -> list[str]:
    """Two tasks in the place of the real ones; what they did."""
    did: list[str] = []

    def fails() -> str:
        did.append("fails")
        raise ValueError("13812345678")

    def works() -> str:
        did.append("works")
        return "3 个"

    tasks = (
        ScheduledTask("a.fails", "坏的", fails, every=MINUTE),
        ScheduledTask("b.works", "好的", works, every=MINUTE),
    )
    monkeypatch.setitem(app.extensions, EXTENSION, scheduling(*tasks))
    return did


def runs() -> dict[str, tuple[RunStatus, int, str]]:
    db.session.rollback()
    return {
        row.task: (row.status, row.tries, row.result) for row in db.session.scalars(select(TaskRun))
    }


def test_only_one_process_leads_and_a_dead_one_loses_it_by_waiting(app):
    now = clock.now()
    life = timedelta(seconds=10)

    assert leader.take("one", now=now, life=life)
    assert not leader.take("two", now=now, life=life)
    assert leader.take("one", now=now + timedelta(seconds=9), life=life)
    assert not leader.take("two", now=now + timedelta(seconds=18), life=life)
    assert leader.take("two", now=now + timedelta(seconds=19), life=life)
    assert not leader.take("one", now=now + timedelta(seconds=20), life=life)


def test_who_does_not_lead_runs_nothing(app, noted):
    leader.take("one")

    assert runner.run_due("two") == 0
    assert noted == []


def test_each_slot_is_run_once_and_a_failure_stops_no_other(app, noted):
    leader.take("one", life=timedelta(hours=1))
    now = clock.now()

    first = runner.run_due("one", now=now)
    again = runner.run_due("one", now=now)
    later = runner.run_due("one", now=now + MINUTE)

    assert (first, again, later) == (2, 0, 2)
    assert noted == ["fails", "works"] * 2
    assert runs()["a.fails"] == (RunStatus.FAILED, 1, "ValueError")  # its words are not kept
    assert runs()["b.works"] == (RunStatus.DONE, 1, "3 个")


def test_after_sleep_the_newest_slot_is_caught_up_once(app, noted):
    leader.take("one", life=timedelta(days=2))
    now = clock.now()
    runner.run_due("one", now=now)

    ran = runner.run_due("one", now=now + timedelta(hours=5))

    assert ran == 2
    assert noted.count("works") == 2


def dead_run(slot: datetime, tries: int = 1) -> None:
    save(
        TaskRun(
            task="b.works",
            slot=slot,
            holder="dead",
            started_at=clock.now(),
            tries=tries,
        )
    )


def test_a_slot_its_leader_died_at_is_taken_over_three_times_at_most(app, noted):
    leader.take("one", life=timedelta(hours=1))
    now = clock.now()
    slot = installed().schedule[1].newest_slot(now)
    dead_run(slot)

    runner.run_due("one", now=now)
    assert runs()["b.works"] == (RunStatus.DONE, 2, "3 个")

    with transaction(audited=False) as session:
        row = session.get_one(TaskRun, ("b.works", slot))
        row.status, row.holder, row.tries = RunStatus.RUNNING, "dead", 3
    runner.run_due("one", now=now)
    assert runs()["b.works"] == (RunStatus.FAILED, 4, "died")
    assert noted.count("works") == 1


def test_a_slot_two_leaders_claim_belongs_to_one(app, noted):
    slot = clock.now()

    assert runner.claim("b.works", slot, "one") == 1
    assert runner.claim("b.works", slot, "one") == 0  # its own, at work
    assert runner.claim("b.works", slot, "two") == 2  # taken for dead: the lease changed hands
    assert runner.claim("b.works", slot, "two") == 0


def test_every_schedule_declares_work_that_runs_on_an_empty_database_and_twice(app):
    declared = installed().schedule

    assert len(declared) >= 10
    for task in declared:
        for _ in range(2):
            word = task.work()
            assert word is None or "None" not in word


def test_an_expiring_vacancy_is_shown_once_and_one_press_admits_it_run_on(sign_in):
    boss = make_account(role=Role.EMPLOYER, name="王经理")
    vacancy = make_vacancy(employer=make_employer(account=boss), valid_to=clock.days_ahead(4))
    far = make_vacancy(employer=make_employer(), valid_to=clock.days_ahead(6))
    remind = installed().task("vacancies.remind")

    assert remind.work() == "1 个"
    assert remind.work() == "0 个"
    browser = sign_in(boss)
    assert "岗位快到期了" in browser.get("/notices").text
    browser.post(f"/vacancies/{vacancy.id}/extend")

    assert fresh(vacancy).valid_to == clock.days_ahead(30)
    assert fresh(far).valid_to == clock.days_ahead(6)


def test_an_ended_vacancy_is_not_extended(sign_in):
    boss = make_account(role=Role.EMPLOYER, name="王经理")
    vacancy = make_vacancy(employer=make_employer(account=boss), status=VacancyStatus.CLOSED)

    assert sign_in(boss).post(f"/vacancies/{vacancy.id}/extend").status_code == 422


def test_an_employer_is_shown_before_its_verification_runs_out(app):
    make_employer(verified_until=clock.days_ahead(20))
    make_employer(verified_until=clock.days_ahead(60))

    assert installed().task("employers.remind").work() == "1 家"
    db.session.rollback()
    assert db.session.scalar(select(func.count(Notice.id))) == 1


def test_text_messages_stay_on_the_machine_and_hide_the_number(app, capsys):
    with transaction(audited=False):
        outbox.enqueue("sms", "k1", "13812345678\n有新消息")

    assert installed().task("outbox.relay").work() == "1 条"

    printed = capsys.readouterr().out
    assert "138****5678" in printed
    assert "13812345678" not in printed


def test_what_is_over_goes_and_what_is_not_stays(app):
    old = clock.now() - timedelta(days=100)
    for key, at in (("old", old), ("new", clock.now())):
        save(SpentKey(actor=0, route="x", key=key, body_hash="h", at=at))
        message = OutboxMessage(key=key, channel="sms", due_at=at, status=OutboxStatus.SENT)
        message.body = "x"
        save(message)

    installed().task("retention").work()

    db.session.rollback()
    assert list(db.session.scalars(select(SpentKey.key))) == ["new"]
    assert list(db.session.scalars(select(OutboxMessage.key))) == ["new"]


def test_the_page_shows_who_runs_and_what_came_of_it(sign_in, noted):
    admin = sign_in(make_account(role=Role.ADMIN, name="管理员"))
    idle = admin.get("/schedule").text
    leader.take("one", life=timedelta(hours=1))
    runner.run_due("one")

    page = admin.get("/schedule").text

    assert "现在没有进程在做定时任务" in idle
    assert "由 one 在做" in page
    assert "没做成" in page
    assert "3 个" in page


def test_giving_up_the_lease_admits_another_lead_at_once(app):
    leader.take("one")

    leader.give_up("one")

    assert leader.take("two")
    db.session.rollback()
    assert db.session.scalars(select(Lease.holder)).one() == "two"
