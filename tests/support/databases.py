"""Clean databases for tests: migrated once, then copied or emptied between tests."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event

from app import FEATURES
from app import create_app as create_served_app
from core.audit import GENESIS
from core.config import Settings
from core.db import Base, db, transaction
from people.divisions import operations as divisions
from tests.support import postgres

__all__ = ["FEATURES", "create_served_app"]  # the one module of the tests that imports app

# On a busy machine the tests wait longer than an installation does; the limits end a hang only.
PATIENT = {
    "sqlite": ("PRAGMA busy_timeout=600000",),
    "postgresql": (
        "SET statement_timeout = '10min'",
        "SET lock_timeout = '10min'",
        "SET idle_in_transaction_session_timeout = '10min'",
    ),
}
KEPT = {"division", "audit_head"}
_compiled: list[FileSystemBytecodeCache] = []  # the last one is in use
# Deletes from every table in one round trip: an empty one costs 10 µs, so it does not matter which
# were written to, also by raw SQL, threads and child processes. TRUNCATE takes forty times as long.
# The audit's trigger and the foreign keys are disabled; ids begin at 1, as in a new database.
EMPTY_EVERYTHING = """
SET LOCAL session_replication_role = replica;
{deletes};
DELETE FROM division WHERE level = 'VILLAGE';
UPDATE audit_head SET digest = '{genesis}';
SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'
"""


def settings_for(instance: Path, url: str = "") -> Settings:
    """Return the settings of a test installation: cheap hashes, a separate folder."""
    return Settings(
        instance=instance, database_url=url, testing=True, argon2_memory_kib=64, argon2_time=1
    )


def keep_templates(folder: Path) -> None:
    """Compile each template once for all applications and processes of a run."""
    folder.mkdir(exist_ok=True)
    _compiled.append(FileSystemBytecodeCache(str(folder)))


def create_app(settings: Settings) -> Flask:
    """Return the application with connections that wait longer for a lock."""
    app = create_served_app(settings)
    if _compiled:
        app.jinja_env.bytecode_cache = _compiled[-1]
    with app.app_context():
        on_connect(PATIENT[db.engine.dialect.name])
    return app


def on_connect(statements: tuple[str, ...]) -> None:
    """Send statements on every new connection, after those of the application."""

    def send(connection: Any, _record: Any) -> None:
        for statement in statements:
            connection.execute(statement)
        connection.commit()

    event.listen(db.engine, "connect", send)


def prepare(app: Flask) -> None:
    """Migrate a new database and load the divisions."""
    with app.app_context():
        upgrade()
        with transaction(audited=False):
            divisions.load_divisions()


def once(note: Path, make: Callable[[], str]) -> str:
    """Return the text of a shared file, written by the first process that needs it."""
    with note.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            note.write_text(make())
        return note.read_text()


def make_sqlite_template(folder: Path) -> str:
    """Return the path of a migrated file with the divisions in it."""
    app = create_app(settings_for(folder))
    prepare(app)
    with app.app_context():
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return str(folder / "rongye.db")


def make_postgres_template(folder: Path, server: str) -> str:
    """Return the name of a migrated database with the divisions in it, without connections."""
    url = postgres.new_database(server, "rongye_template")
    app = create_app(settings_for(folder, url))
    prepare(app)
    with app.app_context():
        db.engine.dispose()
    return url.rpartition("/")[2]


class SqliteDatabase:
    """One application over one file; `reset` restores the template file."""

    name = "sqlite"

    def __init__(self, folder: Path, template: str | None = None) -> None:
        self.template = template or make_sqlite_template(folder / "template")
        self.file = folder / "rongye.db"
        folder.mkdir(exist_ok=True)
        shutil.copyfile(self.template, self.file)
        self.app = create_app(settings_for(folder))
        with self.app.app_context():  # what is lost in a power cut is not under test here
            on_connect(("PRAGMA synchronous=OFF",))

    def reset(self) -> None:
        """Restore the template."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for suffix in ("", "-wal", "-shm"):  # a new file: a connection left open keeps the old one
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.template, self.file)


class PostgresDatabase:
    """One app over one migrated database; `reset` keeps the divisions of the file, nothing else."""

    name = "postgresql"

    def __init__(self, folder: Path, url: str) -> None:
        self.app = create_app(settings_for(folder, url))
        tables = (table.name for table in reversed(Base.metadata.sorted_tables))
        deletes = ";".join(f'DELETE FROM "{name}"' for name in tables if name not in KEPT)
        self.statements = EMPTY_EVERYTHING.format(deletes=deletes, genesis=GENESIS)

    def reset(self) -> None:
        """Delete every row."""
        with self.app.app_context():
            db.session.remove()
            if db.engine.pool.checkedout():  # type: ignore[attr-defined]
                db.engine.dispose()  # a transaction left open must not reach the next test
            with db.engine.begin() as connection:
                whole = connection.execution_options(no_parameters=True)  # as one message
                whole.exec_driver_sql(self.statements)


@contextmanager
def pushed(app: Flask) -> Iterator[Flask]:
    """Run inside an app context, and remove the session at its end."""
    with app.app_context():
        yield app
        db.session.rollback()
        db.session.remove()
