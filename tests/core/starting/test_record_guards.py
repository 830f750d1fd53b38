"""Dropped or changed guards of the record are noticed: at the start, in readiness, by commands."""

import pytest
from sqlalchemy import inspect, select, text

from core import audit, audit_guards
from core.access import Role
from core.application import bring_up_to_date
from core.audit import AuditEvent
from core.audit_schedule import verify_record
from core.cli import guard, verify
from core.db import db, transaction
from core.scheduling import leader, runner
from core.scheduling.models import TaskRun
from core.scheduling.registry import TaskFailedError
from core.starting import database, proof
from core.starting.errors import StartError
from tests.people.accounts.world import make_account

OTHER = """
CREATE FUNCTION other_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$
"""
RENAMED = "ALTER TABLE audit_person RENAME TO audit_persons"
SPOILED = {
    "sqlite": {
        "dropped": ("DROP TRIGGER audit_event_no_update",),
        "of people": ("DROP TRIGGER audit_person_no_delete",),
        "weaker": (
            "DROP TRIGGER audit_event_no_delete",
            ("CREATE TRIGGER audit_event_no_delete BEFORE delete ON audit_event"
            " WHEN OLD.id > 100 BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END"),
        ),
        "more": (
            "CREATE TRIGGER helper AFTER INSERT ON audit_head BEGIN SELECT 1; END",
        ),
        "column": ("ALTER TABLE audit_event ADD COLUMN more TEXT",),
        "gone": (RENAMED,),
    },
    "postgresql": {
        "dropped": ("DROP TRIGGER audit_event_guard ON audit_event",),
        "of people": ("DROP TRIGGER audit_person_guard ON audit_person",),
        "disabled": ("ALTER TABLE audit_event DISABLE TRIGGER audit_event_guard",),
        "for replicas": ("ALTER TABLE audit_event ENABLE REPLICA TRIGGER audit_event_guard",),
        "weaker": (
            "DROP TRIGGER audit_event_guard ON audit_event",
            ("CREATE TRIGGER audit_event_guard BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW"
            " WHEN (OLD.id > 100) EXECUTE FUNCTION refuse_audit_change()"),
        ),
        "one column": (
            "DROP TRIGGER audit_event_guard ON audit_event",
            ("CREATE TRIGGER audit_event_guard BEFORE UPDATE OF digest OR DELETE ON audit_event"
            " FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"),
        ),
        "other function": (
            OTHER,
            "DROP TRIGGER audit_event_guard ON audit_event",
            ("CREATE TRIGGER audit_event_guard BEFORE UPDATE OR DELETE ON audit_event"
            " FOR EACH ROW EXECUTE FUNCTION other_change()"),
        ),
        "function": (
            ("CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RETURN OLD; END $$"),
        ),
        "rule": ("CREATE RULE quiet AS ON INSERT TO audit_person DO ALSO NOTHING",),
        "column": ("ALTER TABLE audit_event ADD COLUMN more TEXT",),
        "gone": (RENAMED,),
    },
}  # fmt: skip
KINDS = sorted({kind for kinds in SPOILED.values() for kind in kinds})
REPAIRED = {"dropped", "of people", "weaker", "disabled", "for replicas", "one column",
            "function", "other function"}  # fmt: skip


def run(*statements: str) -> None:
    db.session.rollback()
    with db.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def proven(app):
    """The application, ready until a test spoils the record; its schema is made whole again."""
    with transaction(audited=False):
        proof.establish(app.extensions["settings"])
    yield app
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        make_whole()


def make_whole() -> None:
    tables = inspect(db.engine).get_table_names()
    if "audit_persons" in tables:
        run("ALTER TABLE audit_persons RENAME TO audit_person")
    run("DROP RULE IF EXISTS quiet ON audit_person")
    run("ALTER TABLE audit_event DROP COLUMN IF EXISTS more")
    with db.engine.begin() as connection:
        audit_guards.install(connection)
    run("DROP FUNCTION IF EXISTS other_change()")


def spoil(kind: str) -> None:
    statements = SPOILED[db.engine.dialect.name].get(kind)
    if statements is None:
        pytest.skip("the other database has this")
    run(*statements)


def words() -> str:
    with db.engine.connect() as connection:
        return "；".join(audit_guards.faults(connection))


def test_a_migrated_database_is_right(proven):
    assert words() == ""
    assert proven.test_client().get("/health/ready").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_changed_is_named_and_the_server_is_not_ready(proven, kind):
    spoil(kind)

    assert "audit_" in words()
    assert proven.test_client().get("/health/ready").status_code == 503
    with pytest.raises(StartError, match="操作记录的保护不全"), db.engine.connect() as connection:
        database.check_record(connection)


def test_a_start_is_refused(proven):
    spoil("dropped")

    with pytest.raises(StartError, match="flask audit guard"):
        bring_up_to_date()


def test_without_the_look_it_starts(proven, monkeypatch):
    """The control: only this look notices it."""
    spoil("dropped")
    monkeypatch.setattr(audit_guards, "faults", lambda _connection: [])

    bring_up_to_date()

    assert proven.test_client().get("/health/ready").status_code == 200


@pytest.mark.parametrize("kind", sorted(REPAIRED))
def test_the_command_names_it_and_puts_the_guards_back(proven, kind):
    spoil(kind)
    cli = proven.test_cli_runner()

    named = cli.invoke(verify)
    repaired = cli.invoke(guard)

    assert named.exit_code == 1
    assert "audit_" in named.output
    assert repaired.exit_code == 0, repaired.output
    assert words() == ""
    assert cli.invoke(verify).output == "操作记录完整。\n"
    assert db.session.scalars(select(AuditEvent.action)).all() == ["audit.guard"]
    assert proven.test_client().get("/health/ready").status_code == 200


def test_what_the_command_cannot_put_back_stays_named(proven):
    spoil("column")

    repaired = proven.test_cli_runner().invoke(guard)

    assert repaired.exit_code == 1
    assert "表 audit_event 的列被改过" in repaired.output
    assert "备份" in repaired.output


def test_the_nightly_task_fails_in_words(proven):
    with transaction():
        audit.record("a", "thing", 1)
    assert verify_record.work() == "完整"
    spoil("dropped")

    with pytest.raises(TaskFailedError, match="没有了"):
        verify_record.work()


def test_the_page_of_tasks_shows_what_the_nightly_task_found(proven, sign_in, monkeypatch):
    spoil("dropped")
    leader.take("here")
    monkeypatch.setattr(
        runner, "installed", lambda: type("All", (), {"schedule": (verify_record,)})
    )

    assert runner.run_due("here") == 1

    db.session.rollback()
    assert "没有了" in db.session.scalars(select(TaskRun.result)).one()
    page = sign_in(make_account(role=Role.AUDITOR)).get("/schedule").text
    assert "没有了" in page


def test_the_auditor_reads_it(proven, sign_in):
    auditor = sign_in(make_account(role=Role.AUDITOR))
    assert "数据库里的保护不全" not in auditor.get("/audit?check=1").text
    spoil("dropped")

    page = auditor.get("/audit?check=1").text

    assert "数据库里的保护不全" in page
    assert "没有了" in page
