"""kill -9 during a write: acknowledged writes are stored, and none is stored by half."""

import json
import multiprocessing
import os
import stat
from collections import defaultdict

import pytest
from sqlalchemy import select, text

from core import audit
from core.audit import AuditEvent
from core.config import Secrets
from core.db import db
from core.throttle import Throttle
from tests.support import warm
from tests.support.databases import create_served_app, settings_for

KILLS = 20
CONTROL_KILLS = 8
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: an acknowledged write survives a power cut
    "foreign_keys": 1,
    "secure_delete": 1,
    "busy_timeout": 5000,
}


def kill_writers(app, way: str, kills: int) -> set[int]:
    """Start and kill writers on the app's database; return the numbers they acknowledged."""
    url = app.extensions["settings"].database_url
    command = ("-m", "tests.core.writers", app.instance_path, url, way, str(kills))
    done = warm.run(command, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    return set(json.loads(done.stdout))


def halves() -> dict[int, set[str]]:
    """Return the halves of each number in the database."""
    db.session.rollback()
    found = defaultdict(set)
    for bucket in db.session.scalars(select(Throttle.bucket)):
        number, _, name = bucket.partition("-")
        found[int(number)].add(name)
    return found


def test_a_killed_writer_loses_no_acknowledged_write_and_leaves_no_half(app):
    acknowledged = kill_writers(app, "whole", KILLS)

    found = halves()
    events = db.session.scalars(
        select(AuditEvent.subject_id).where(AuditEvent.action == "crash.write")
    )
    assert len(acknowledged) >= KILLS
    assert acknowledged - found.keys() == set()
    assert all(names == {"a", "b"} for names in found.values())
    assert len(found) - len(acknowledged) <= KILLS  # committed, killed before it was acknowledged
    assert sorted(events) == sorted(found)
    assert audit.first_broken_link(db.session()) is None
    if db.engine.dialect.name == "sqlite":
        assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"


def test_a_change_in_two_transactions_would_be_stored_by_half(app):
    """The control: kills do happen between the halves."""
    kill_writers(app, "torn", CONTROL_KILLS)

    assert [number for number, names in halves().items() if names == {"a"}] != []


def test_every_pooled_connection_is_safe_against_a_power_cut(tmp_path):
    served = create_served_app(settings_for(tmp_path))
    with served.app_context():
        connections = [db.engine.connect() for _ in range(5)]
        try:
            found = [
                {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}
                for connection in connections
            ]
        finally:
            for connection in connections:
                connection.close()
            db.engine.dispose()

    assert found == [PRAGMAS] * 5


def test_postgresql_gives_up_instead_of_hanging(postgres_server, tmp_path):
    served = create_served_app(settings_for(tmp_path, f"{postgres_server}/postgres"))
    with served.app_context(), db.engine.connect() as connection:
        limits = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        found = [connection.execute(text(f"SHOW {name}")).scalar() for name in limits]

    assert found == ["1min", "30s", "1min"]


def read_keys(path, gate, answers) -> None:
    gate.wait(timeout=300)
    answers.put(Secrets.load(path).cookie)


def test_eight_servers_that_start_at_once_share_one_key(tmp_path):
    fork = multiprocessing.get_context("fork")
    for attempt in range(10):
        path = tmp_path / str(attempt) / "keys.json"
        gate, answers = fork.Barrier(8), fork.SimpleQueue()
        servers = [fork.Process(target=read_keys, args=(path, gate, answers)) for _ in range(8)]
        for server in servers:
            server.start()
        keys = {answers.get() for _ in servers}
        for server in servers:
            server.join()

        assert len(keys) == 1
        assert [file.name for file in path.parent.iterdir()] == ["keys.json"]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_keys_half_written_when_killed_are_never_read(tmp_path, monkeypatch):
    def killed(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "link", killed)
    with pytest.raises(KeyboardInterrupt):
        Secrets.load(tmp_path / "keys.json")
    monkeypatch.undo()

    assert not (tmp_path / "keys.json").exists()
    assert Secrets.load(tmp_path / "keys.json") == Secrets.load(tmp_path / "keys.json")
