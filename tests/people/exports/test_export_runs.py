"""Exports in the background: whole or not at all, a notice, an end to the file."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from core import audit, clock
from core.access import Role
from core.db import db, transaction
from core.files.models import StoredFile
from people.exports import operations, runs
from people.exports.models import ExportRun, ExportStatus
from people.exports.queries import get_list
from people.exports.schedule import sweep
from people.notices.models import Notice
from people.veterans.operations import forget
from people.veterans.reasons import ExportReason
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN, LIUCHENG
from tests.people.exports.world import make_run
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh

PATH = "/exports/new?list=veterans"


@pytest.fixture
def boss(app):
    return make_account(role=Role.OFFICER, name="陈主任")


@pytest.fixture
def officer(boss, sign_in):
    return sign_in(boss)


@pytest.fixture
def _long(monkeypatch):
    monkeypatch.setattr(operations, "fits_at_once", lambda total: False)


def only_run() -> ExportRun:
    db.session.rollback()
    return db.session.scalars(select(ExportRun)).one()


def files() -> list[StoredFile]:
    db.session.rollback()
    return list(db.session.scalars(select(StoredFile)))


@pytest.mark.usefixtures("_long")
def test_a_long_list_is_made_in_the_background_with_its_filters(officer, boss):
    wanted = make_veteran(name="老兵甲", township_code=LIUCHENG)
    make_veteran(name="老兵乙", township_code=CHANGFEN)

    answer = officer.post(f"{PATH}&township={LIUCHENG}", data={"reason": "VISIT"})
    run = only_run()
    file = officer.get(f"/exports/{run.id}/file")

    assert answer.location == f"/exports/{run.id}"
    assert (run.status, run.total) == (ExportStatus.DONE, 1)
    rows = CalamineWorkbook.from_filelike(BytesIO(file.data)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["老兵甲", "共 1 人"]
    notice = db.session.scalars(select(Notice).where(Notice.kind == "export")).one()
    assert (notice.audience_id, notice.target_id) == (boss.id, run.id)
    event = db.session.scalars(
        select(audit.AuditEvent).where(audit.AuditEvent.action == "veteran.export")
    ).one()
    assert (event.actor_id, event.subject_id) == (boss.id, wanted.id)


@pytest.mark.usefixtures("_long")
def test_nobody_else_fetches_the_file(officer, sign_in):
    make_veteran()
    officer.post(PATH, data={"reason": "VISIT"})
    run = only_run()

    other = sign_in(make_account(role=Role.OFFICER, name="另一位"))

    assert other.get(f"/exports/{run.id}").status_code == 404
    assert other.get(f"/exports/{run.id}/file").status_code == 404
    assert officer.get(f"/exports/{run.id}/file").status_code == 200


class Killed(BaseException):
    """Ends a run where it is, as the end of its process would."""


def begun(app, boss) -> int:
    make_veteran()
    with app.test_request_context("/exports"), audit.acting(audit.Actor(boss.id, "OFFICER")):
        wanted = operations.Wanted(get_list("veterans"), "", ExportReason.VISIT)
        with transaction():
            return operations.begin(wanted, 1, by=boss).id


@pytest.mark.parametrize("place", ["write_export", "store_document", "log_export", "notify"])
def test_a_run_killed_anywhere_leaves_no_file_and_is_recorded_as_broken_off(
    app, boss, monkeypatch, place
):
    def kill(*_args, **_more):
        raise Killed

    run_id = begun(app, boss)
    before = len(files())
    monkeypatch.setattr(runs if place == "write_export" else operations, place, kill)
    with app.test_request_context("/exports"), pytest.raises(Killed):
        runs.make(run_id)
    monkeypatch.undo()

    assert len(files()) == before
    assert only_run().status is ExportStatus.RUNNING
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        sweep.work()
    assert (only_run().status, only_run().failure) == (
        ExportStatus.FAILED,
        operations.INTERRUPTED,
    )


def test_a_run_that_is_not_killed_has_its_file(app, boss):
    """The control of the test above."""
    run_id = begun(app, boss)
    with app.test_request_context("/exports"):
        runs.make(run_id)

    assert only_run().status is ExportStatus.DONE
    assert [one.id for one in files()] == [only_run().file_id]


def test_a_second_run_waits_for_the_first(app, boss, officer, monkeypatch):
    begun(app, boss)
    monkeypatch.setattr(operations, "fits_at_once", lambda total: False)

    answer = officer.post(PATH, data={"reason": "VISIT"})

    assert answer.status_code == 422
    assert operations.BUSY in answer.text


def test_a_list_that_cannot_be_read_leaves_the_reason(app, boss, monkeypatch):
    run_id = begun(app, boss)
    with app.test_request_context("/exports"), audit.acting(audit.Actor(boss.id, "OFFICER")):
        runs.keep_failure(run_id, RuntimeError("x"))

    assert (only_run().status, only_run().failure) == (ExportStatus.FAILED, runs.UNEXPECTED)


def test_a_file_is_deleted_after_its_days(boss, officer):
    now = clock.now()
    old = make_run(boss.id, finished_at=now - timedelta(days=8))
    new = make_run(boss.id, finished_at=now - timedelta(days=6))

    sweep.work()

    assert (fresh(old).status, fresh(old).file_id) == (ExportStatus.EXPIRED, None)
    assert fresh(new).file_id is not None
    assert [one.id for one in files()] == [fresh(new).file_id]
    assert officer.get(f"/exports/{old.id}/file").status_code == 404


def test_files_end_when_a_person_is_forgotten(boss):
    veteran, run = make_veteran(), make_run(boss.id, finished_at=clock.now())

    with transaction():
        forget(db.session.merge(veteran))

    assert fresh(run).file_id is None
    assert files() == []
