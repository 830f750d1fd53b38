"""Large clean-ups and reminders hold the lock for a slice of the rows at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from core import clock, slices
from core.audit import AuditEvent
from core.db import db, transaction
from core.features import installed
from core.scheduling.models import RunStatus, TaskRun
from core.throttle import Throttle
from jobs.employers.models import EmployerStatus
from jobs.vacancies import operations
from jobs.vacancies.models import VacancyStatus
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy

LONG_AGO = timedelta(days=500)
ROWS = 5


@contextmanager
def commits() -> Iterator[list[int]]:
    """Collect the number of rows written in each committed transaction of the block."""
    written: list[int] = [0]

    def note(_connection, cursor, statement, _values, _run, many) -> None:
        if statement.lstrip()[:6].upper() in ("UPDATE", "DELETE", "INSERT"):
            written[-1] += max(cursor.rowcount, 1)

    def end(_connection) -> None:
        written.append(0)

    event.listen(db.engine, "after_cursor_execute", note)
    event.listen(db.engine, "commit", end)
    try:
        yield written
    finally:
        event.remove(db.engine, "after_cursor_execute", note)
        event.remove(db.engine, "commit", end)


def add_throttles(count: int) -> None:
    with transaction(audited=False) as session:
        past = clock.now() - LONG_AGO
        session.add_all(Throttle(bucket=str(n), used=1, resets_at=past) for n in range(count))


def test_old_rows_are_deleted_a_slice_at_a_time(app, monkeypatch):
    monkeypatch.setattr(slices, "DELETED", ROWS)
    add_throttles(12)
    with transaction(audited=False) as session:
        past = clock.now() - LONG_AGO
        done = {"status": RunStatus.DONE, "holder": "x", "started_at": past}
        session.add_all(TaskRun(task=str(n), slot=past, **done) for n in range(7))
    with commits() as written:
        result = installed().task("retention").work()

    assert result.startswith("19 条")
    assert max(written) == ROWS
    for table in (Throttle, TaskRun):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize("count", [0, ROWS, ROWS + 1])
def test_every_row_is_deleted_whatever_the_number(app, monkeypatch, count):
    monkeypatch.setattr(slices, "DELETED", ROWS)
    add_throttles(count)

    assert slices.delete_in_slices(Throttle, Throttle.used == 1) == count


def overdue_vacancies(count: int) -> None:
    yesterday = clock.today() - timedelta(days=1)
    employer = make_employer(status=EmployerStatus.VERIFIED)
    for _ in range(count):
        make_vacancy(employer=employer, status=VacancyStatus.PUBLISHED, valid_to=yesterday)


def test_vacancies_expire_a_slice_at_a_time(app, monkeypatch):
    monkeypatch.setattr(slices, "ROWS", ROWS)
    overdue_vacancies(12)

    assert installed().task("vacancies.expire").work() == "12 个"
    counts = db.session.scalars(
        select(AuditEvent.detail).where(AuditEvent.action == "vacancy.expire_overdue")
    )
    assert [detail["count"] for detail in counts] == [ROWS, ROWS, 2]
    assert installed().task("vacancies.expire").work() == "0 个"


def test_in_one_transaction_they_would_all_hold_the_lock(app):
    """The control: the operation itself writes everything at once."""
    overdue_vacancies(12)
    with commits() as written, transaction():
        operations.expire_overdue(clock.today())

    assert max(written) >= 12


@pytest.mark.parametrize(
    "name", ["employers.lapse", "employers.remind", "vacancies.remind", "applications.silent",
             "applications.end", "matching.forget"]
)  # fmt: skip
def test_with_nothing_to_do_no_transaction_is_audited(app, name):
    installed().task(name).work()

    assert db.session.scalar(select(func.count(AuditEvent.id))) == 0
