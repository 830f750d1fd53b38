"""Fresh databases for tests: one migrated template each, copied or emptied between tests."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text, update

from app import create_app
from core.audit import GENESIS, AuditHead
from core.config import Settings
from core.db import Base, db, transaction
from people.divisions import operations as divisions

# Ids begin at 1 again, as in a new database.
FIRST_IDS = "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"
KEPT = {"division", "audit_head"}


def settings_for(instance: Path, url: str = "") -> Settings:
    """Return settings of a test installation: cheap hashes, own folder."""
    return Settings(
        instance=instance, database_url=url, testing=True, argon2_memory_kib=64, argon2_time=1
    )


def prepare(app: Flask) -> None:
    """Bring a new database to the head of the migrations and load the divisions."""
    with app.app_context():
        upgrade()
        with transaction(audited=False):
            divisions.load_divisions()


class SqliteDatabase:
    """One app over one file; `reset` puts the template file back."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.app = create_app(settings_for(folder))
        prepare(self.app)
        self.file = folder / "rongye.db"
        self.template = folder / "template.db"
        with self.app.app_context():
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            db.engine.dispose()
        shutil.copyfile(self.file, self.template)

    def reset(self) -> None:
        """Forget everything since the template."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for suffix in ("", "-wal", "-shm"):  # a new file: a connection left open keeps the old one
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.template, self.file)


class PostgresDatabase:
    """One app over one database; `reset` empties every table but the divisions."""

    name = "postgresql"

    def __init__(self, folder: Path, server: str) -> None:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE rongye_test")
        self.app = create_app(settings_for(folder, f"{server}/rongye_test"))
        prepare(self.app)

    def reset(self) -> None:
        """Forget every row; the audit's own guard is set aside for that."""
        with self.app.app_context():
            db.session.remove()
            with db.engine.begin() as connection:
                connection.execute(text("SET session_replication_role = replica"))
                for table in reversed(Base.metadata.sorted_tables):
                    if table.name not in KEPT:
                        connection.execute(table.delete())
                connection.execute(update(AuditHead).values(digest=GENESIS))
                connection.execute(text(FIRST_IDS))
                connection.execute(text("SET session_replication_role = DEFAULT"))
            db.engine.dispose()


@contextmanager
def pushed(app: Flask) -> Iterator[Flask]:
    """Run inside an app context and leave no session behind."""
    with app.app_context():
        yield app
        db.session.rollback()
        db.session.remove()
