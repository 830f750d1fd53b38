"""Races on both databases, each with a control that fails when the guard is off."""

import threading

import pytest
from sqlalchemy import select, text

from core import audit, clock
from core.audit import AuditEvent
from core.db import db, transaction
from core.errors import TooManyTriesError
from core.throttle import Limit
from people.accounts.models import Account
from tests.people.accounts.world import make_account
from tests.support.starting_line import ROUNDS, THREADS, together

pytestmark = pytest.mark.race


def test_parallel_guesses_are_all_counted(app):
    limit = Limit("race", tries=5, window_seconds=900)
    passed: list[int] = []

    def guess(number: int) -> None:
        for _ in range(25):
            try:
                limit.count("somebody")
            except TooManyTriesError:
                continue
            passed.append(number)

    assert together(app, guess) == []
    assert len(passed) == 5


def test_counting_in_python_would_lose_guesses(app):
    """The control: read, add one, write back lets more than the limit through."""
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE naive (used INTEGER)"))
        connection.execute(text("INSERT INTO naive VALUES (0)"))
    passed: list[int] = []
    all_have_read = threading.Barrier(THREADS)

    def guess(number: int) -> None:
        with db.engine.connect() as connection:
            used = connection.execute(text("SELECT used FROM naive")).scalar_one()
        all_have_read.wait(timeout=600)  # the moment that makes the fault, every time
        if used < 5:
            passed.append(number)
            with db.engine.connect().execution_options(writes=True) as connection:
                connection.execute(text("UPDATE naive SET used = :n"), {"n": used + 1})
                connection.commit()

    try:
        assert together(app, guess) == []
        assert len(passed) == THREADS > 5
    finally:
        db.session.rollback()
        with db.engine.begin() as connection:
            connection.execute(text("DROP TABLE naive"))


def test_the_chain_holds_under_parallel_actions(app):
    def action(number: int) -> None:
        for turn in range(ROUNDS // 4):
            with transaction():
                audit.record("race", "thing", number, turn=turn)

    assert together(app, action) == []
    assert audit.first_broken_link(db.session()) is None
    assert len(db.session.scalars(select(AuditEvent.id)).all()) == THREADS * (ROUNDS // 4)


def test_without_the_head_lock_the_chain_forks(app, monkeypatch):
    """The control: reading the head without holding it makes two events follow one."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets one writer in at a time; the fork can only happen elsewhere")
    unlocked = select(audit.AuditHead.digest)
    monkeypatch.setattr(audit, "_take_head", lambda session: session.execute(unlocked).scalar_one())

    def action(number: int) -> None:
        for turn in range(ROUNDS // 4):
            with transaction():
                audit.record("race", "thing", number, turn=turn)

    together(app, action)
    assert audit.first_broken_link(db.session()) is not None


def test_of_two_savers_one_loses(app):
    """Lost updates: the version column lets one of many parallel savers win each round."""
    account_id = make_account().id
    wins: list[int] = []

    def save(number: int) -> None:
        for _ in range(10):
            try:
                _rename(account_id, number)
            except Exception:  # a loser is told on his page; here he is only counted
                continue
            wins.append(number)

    together(app, save)
    db.session.rollback()
    version = db.session.execute(text("SELECT version FROM account")).scalar_one()
    assert version == 1 + len(wins)


def _rename(account_id: int, number: int) -> None:
    opened = db.session.get_one(Account, account_id).version
    with transaction() as session:
        row = session.get_one(Account, account_id)
        if row.version != opened:
            raise RuntimeError("somebody was first")
        row.name = f"{number}-{clock.now().timestamp()}"
        session.flush()
        audit.record("rename", "account", account_id)
