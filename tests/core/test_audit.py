"""The audit chain is written with the change it records, and every tampering is found."""

from contextlib import contextmanager

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from core import audit, clock
from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from core.throttle import Throttle
from tests.people.accounts.world import make_account


def note(*actions: str) -> None:
    for action in actions:
        with transaction():
            audit.record(action, "thing", 1, step=action)


def test_events_are_chained(app):
    note("a", "b", "c")

    assert audit.first_broken_link(db.session()) is None
    actions = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert actions == ["a", "b", "c"]


def test_a_failed_change_leaves_no_event(app):
    with pytest.raises(RuntimeError, match="stop"), transaction():
        audit.record("a", "thing", 1)
        raise RuntimeError("stop")

    assert db.session.scalar(select(AuditEvent.id)) is None


def test_a_change_without_an_event_is_refused(app):
    with pytest.raises(RuntimeError, match="must record"), transaction() as session:
        session.add(Throttle(bucket="x", used=1, resets_at=clock.now()))

    assert db.session.get(Throttle, "x") is None


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"]
)
def test_the_database_itself_refuses_changes(app, statement):
    note("a")

    with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_tampered_event_is_found(app):
    note("a", "b", "c")
    middle = db.session.scalars(select(AuditEvent.id).order_by(AuditEvent.id)).all()[1]
    with lifted_guard(), transaction(audited=False) as session:
        session.execute(update(AuditEvent).where(AuditEvent.id == middle).values(action="x"))

    assert audit.first_broken_link(db.session()) == middle


def test_a_truncated_chain_is_found(app):
    note("a", "b", "c")
    last = db.session.scalars(select(AuditEvent.id).order_by(AuditEvent.id.desc())).first()
    with lifted_guard(), transaction(audited=False) as session:
        session.execute(text("DELETE FROM audit_event WHERE id = :id").bindparams(id=last))

    assert audit.first_broken_link(db.session()) == -1


@contextmanager
def lifted_guard():
    """Disable the triggers, as an attacker with the database's password would."""
    db.session.rollback()
    with db.engine.begin() as connection:
        if db.engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_event_no_update"))
            connection.execute(text("DROP TRIGGER audit_event_no_delete"))
        else:
            connection.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
    yield
    if db.engine.dialect.name == "postgresql":  # SQLite's file is restored anyway
        with db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE audit_event ENABLE TRIGGER USER"))


def test_the_auditor_reads_every_event_and_verifies_the_chain(app, sign_in):
    auditor = make_account(role=Role.AUDITOR)
    browser = sign_in(auditor)
    note("station.save")

    page = browser.get("/audit?check=1").text

    assert "改了服务站资料" in page
    assert "从第一条到最后一条都对得上。" in page
    assert (
        "station.visit" not in browser.get("/audit?action=account.sign_in").text.split("<table")[1]
    )
