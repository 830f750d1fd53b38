"""The database: column types, and `transaction()`, the only place that commits."""

import enum
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from flask import has_request_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Engine,
    Enum,
    MetaData,
    Select,
    and_,
    event,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    declared_attr,
    mapped_column,
    registry,
)
from sqlalchemy.types import TypeDecorator

from . import clock, searching
from .errors import NotFoundError
from .turns import WRITERS, Patience, Turns

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLITE_PRAGMAS = (
    "PRAGMA busy_timeout=5000",  # of a reader; a writer has what its request has left
    "PRAGMA synchronous=FULL",  # NORMAL can lose committed transactions in a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
)
NEW_FILE_WAIT = 5.0  # seconds to wait until a new file has its write-ahead log
POSTGRES_OPTIONS = (  # of commands and scheduled tasks; a request has less, see _begin_postgres
    "-c statement_timeout=60000 -c lock_timeout=30000 -c idle_in_transaction_session_timeout=60000"
)
REQUEST_STATEMENT = 20_000  # milliseconds one query of a page may take
SLOW = 0.5  # seconds; a statement that took longer has probably waited for a lock
CONNECTIONS = {"pool_size": 12, "max_overflow": 8, "pool_timeout": 3, "pool_pre_ping": True}


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time: with its zone in Python, in UTC in every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone: which clock it was read from is unknown."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must have a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Add the zone that SQLite does not store."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def _values(members: type[enum.Enum]) -> list[str]:
    return [member.value for member in members]


class Base(DeclarativeBase):
    """The base of all tables: named constraints, times in UTC, enums stored by value."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime(),
            enum.Enum: Enum(enum.Enum, native_enum=False, length=32, values_callable=_values),
        },
    )


class Stamped:
    """A row with the times of its creation and last change."""

    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class Versioned:
    """A row people edit: each save raises `version` by one; a save over an old one fails."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


db = SQLAlchemy(model_class=Base)

Hook = Callable[[Session], None]
Row = TypeVar("Row", bound=Base)
_begin_hooks: list[Hook] = []
_commit_hooks: list[Hook] = []
_turns = {"sqlite": Turns(at_once=1), "postgresql": Turns(at_once=WRITERS)}


def on_begin(hook: Hook) -> Hook:
    """Register a function to run first in every transaction()."""
    _begin_hooks.append(hook)
    return hook


def before_commit(hook: Hook) -> Hook:
    """Register a function to run last in every transaction(), after the final flush."""
    _commit_hooks.append(hook)
    return hook


@contextmanager
def transaction(
    *, audited: bool = True, saves_form: bool = True, wait: float | None = None
) -> Iterator[Session]:
    """Commit the block as one transaction, or roll it back and re-raise. Blocks do not nest.

    Raises BusyError where the turn to write does not come in time: what the request has left of
    its patience, at most `wait` seconds.

    Objects loaded before are expired and read again inside, so no decision rests on a stale
    row. An audited transaction must record at least one audit event; work that changes nothing
    a user would look for (form keys, leases, counters) passes `audited=False`. One that saves no
    form though its request may have sent one passes `saves_form=False`.
    """
    session = db.session()
    if session.info.get("in_transaction"):
        raise RuntimeError("transaction() must not be nested; pass the work down instead")
    session.rollback()
    patience = Patience.present().at_most(wait)
    with _turns[db.engine.dialect.name].take(patience):
        session.info.update(in_transaction=True, audited=audited, saves_form=audited and saves_form)
        try:
            session.connection(execution_options={"writes": True, "patience": patience})
            for hook in _begin_hooks:
                hook(session)
            yield session
            session.flush()
            for hook in _commit_hooks:
                hook(session)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.clear()


def pairs(query: Select[Any, Any]) -> dict[Any, Any]:
    """Return a query's rows of two columns as a dictionary, keyed by the first column."""
    return {key: value for key, value in db.session.execute(query)}  # noqa: C416 - rows, not pairs


def running(column: Any, life: timedelta, *, at: datetime) -> ColumnElement[bool]:
    """Return the condition that a term runs at a moment: `clock.is_running` for a column."""
    return and_(column > at, column <= at + life + clock.DRIFT)


def found(row: Row | None) -> Row:
    """Return the row. Raises NotFoundError where it is None."""
    if row is None:
        raise NotFoundError
    return row


def one_at_a_time(name: str) -> None:
    """Serialise check-then-write on a name until the transaction ends.

    For checks that no constraint can make. SQLite has one writer anyway; PostgreSQL takes an
    advisory lock on the name.
    """
    if db.engine.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(hashtext(:name))")
        db.session.execute(lock.bindparams(name=name))


def lock_row(row: Row) -> Row:
    """Lock a row until the transaction ends and return it as read after the lock.

    A row read before the lock may be stale; its version would then fail at the save.
    """
    table = type(row)
    query = select(table).where(*(column == getattr(row, column.key) for column in _key(table)))
    fresh = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(fresh).one()


def _key(table: type[Any]) -> list[Any]:
    return [getattr(table, column.key) for column in inspect(table).primary_key]


def engine_options(url: str) -> dict[str, Any]:
    """Return SQLAlchemy's pool and driver options for a database URL."""
    if make_url(url).get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": 5}, "hide_parameters": True, **CONNECTIONS}
    connect = {"connect_timeout": 3, "tcp_user_timeout": 3000, "options": POSTGRES_OPTIONS}
    return {
        "connect_args": connect,
        "hide_parameters": True,  # an error must not carry personal data into the log
        **CONNECTIONS,
    }


def prepare_engine(engine: Engine) -> None:
    """Make an engine limit its waits for locks; set SQLite's pragmas and its explicit BEGIN."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgres)
        event.listen(engine, "before_cursor_execute", _start_clock)
        event.listen(engine, "after_cursor_execute", _shorten_lock_wait)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is explicit, or savepoints do not roll back
    searching.add_to_sqlite(connection)
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)
    _switch_to_write_ahead_log(connection)


def _switch_to_write_ahead_log(connection: Any) -> None:
    """Switch a new database file to write-ahead logging.

    Servers that start together all try it; SQLite answers "locked" without waiting for the
    busy timeout, so it is tried again here.
    """
    end = time.monotonic() + NEW_FILE_WAIT
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    if not connection.get_execution_options().get("writes"):
        connection.exec_driver_sql("BEGIN")
        return
    with _patience(connection).spending() as patience:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={patience.milliseconds}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_postgres(connection: Connection) -> None:
    """Limit the statements and locks of a request; elsewhere the connection's options hold."""
    if has_request_context():
        statements = f"set_config('statement_timeout', '{REQUEST_STATEMENT}', true)"
        connection.exec_driver_sql(f"SELECT {statements}, {_lock_timeout(connection)}")


def _lock_timeout(connection: Connection) -> str:
    return f"set_config('lock_timeout', '{_patience(connection).milliseconds}', true)"


def _patience(connection: Connection) -> Patience:
    patience: Patience = connection.get_execution_options().get("patience") or Patience.present()
    return patience


def _start_clock(*arguments: Any) -> None:
    run = arguments[4]
    run.begun_at = time.monotonic()


def _shorten_lock_wait(connection: Connection, *arguments: Any) -> None:
    """Subtract a slow statement from the request's patience: its locks wait no longer in all."""
    run = arguments[3]
    spent = time.monotonic() - run.begun_at
    if spent > SLOW and has_request_context():
        _patience(connection).spend(spent)
        connection.exec_driver_sql(f"SELECT {_lock_timeout(connection)}")
