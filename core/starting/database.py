"""The database at a start: reachable, sound, not newer than the code; and sentences for errors."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError

from core import audit_guards
from core.config import Settings
from core.db import db
from core.logs import log
from core.starting import folder
from core.starting.errors import StartError

CHECK_SECONDS = 60.0  # a larger file starts unchecked after that, and the log has a warning
INSTRUCTIONS = 100_000  # of SQLite's virtual machine between two looks at the clock
_DAMAGED = ("malformed", "not a database", "disk i/o error", "unsupported file format")
_READ_ONLY = ("readonly", "read-only", "unable to open")


@contextmanager
def explained(settings: Settings) -> Iterator[None]:
    """Turn errors of the database and the file system into the sentence of a StartError.

    Others pass: they are faults of the program, and their traceback is needed.
    """
    try:
        yield
    except DBAPIError as error:
        refusal = _refusal(error.orig, settings)
        if refusal is None:
            raise
        raise refusal from error
    except (sqlite3.DatabaseError, psycopg.Error) as error:
        refusal = _refusal(error, settings)
        if refusal is None:
            raise
        raise refusal from error
    except OSError as error:
        raise folder.refusal_of(error, settings.instance) from error


def _refusal(error: BaseException | None, settings: Settings) -> StartError | None:
    if isinstance(error, psycopg.OperationalError):
        return unreachable(settings)
    if not isinstance(error, sqlite3.DatabaseError):
        return None
    return _refusal_of_sqlite(str(error).lower(), database_file(settings))


def _refusal_of_sqlite(words: str, place: Path | None) -> StartError | None:
    if any(word in words for word in _DAMAGED):
        return damaged(place)
    if "locked" in words:
        return StartError(f"数据库 {place} 正被别的程序占着。请关掉那个程序，过一分钟再启动。")
    if any(word in words for word in _READ_ONLY):
        return StartError(f"数据库 {place} 打不开或者不让写。请把它交给运行本系统的用户，再启动。")
    if "full" in words:
        return StartError(f"硬盘满了，数据库 {place} 写不进东西。请先腾出至少 200 MB 再启动。")
    return None


def unreachable(settings: Settings) -> StartError:
    """Return the sentence for a server that does not answer or refuses; without the password."""
    shown = make_url(settings.sqlalchemy_url).set(drivername="postgresql")
    return StartError(
        f"连不上数据库 {shown.render_as_string(hide_password=True)}。"
        "请检查 PostgreSQL 有没有开，DATABASE_URL 里的主机、端口、用户、密码、库名对不对。"
    )


def damaged(place: Path | None) -> StartError:
    """Return the sentence for a damaged file."""
    return StartError(
        f"数据库文件 {place} 坏了。请先把整个文件夹另存一份，"
        "再用最近的备份恢复（见 docs/operations.md）。"
    )


def foreign(connection: Connection) -> StartError:
    """Return the sentence for a database that another program has tables in."""
    shown = connection.engine.url.set(drivername=connection.dialect.name)
    return StartError(
        f"数据库 {shown.render_as_string(hide_password=True)} 里是别的程序的表。"
        "请检查 DATABASE_URL，换一个空库再启动；不要和别的程序共用。"
    )


def database_file(settings: Settings) -> Path | None:
    """Return SQLite's file, None on another database."""
    url = make_url(settings.sqlalchemy_url)
    is_file = url.get_backend_name() == "sqlite" and url.database
    return Path(str(url.database)) if is_file else None


def check_sound(settings: Settings) -> float | None:
    """Raise StartError where SQLite's file is damaged; return the seconds the check took.

    None on other databases, for a new file, and where it was not finished in CHECK_SECONDS.
    """
    place = database_file(settings)
    if place is None or not place.exists():
        return None
    started = time.monotonic()
    connection = db.engine.raw_connection()
    try:
        words = _quick_check(connection.driver_connection, started + CHECK_SECONDS)
    finally:
        connection.close()
    if words is None:
        log.warning("database too large to be checked at the start", seconds=CHECK_SECONDS)
        return None
    if words != "ok":
        raise damaged(place)
    return time.monotonic() - started


def _quick_check(connection: Any, end: float) -> str | None:
    """Return the first line of the check, None where it was stopped."""
    connection.set_progress_handler(lambda: time.monotonic() > end, INSTRUCTIONS)
    try:
        return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return None
    finally:
        connection.set_progress_handler(None, 0)


def check_record(connection: Connection) -> None:
    """Raise StartError where the database no longer refuses changes of the record."""
    found = audit_guards.faults(connection)
    if found:
        raise StartError(
            f"操作记录的保护不全：{'；'.join(found)}，可能有人直接动过数据库。请先把数据库另存一份，"
            "运行 flask audit verify 核对，查清以后运行 flask audit guard 装回保护，再启动。"
        )


def check_known(connection: Connection, scripts: ScriptDirectory) -> None:
    """Raise StartError where the tables are of a newer version of the code or another program."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise foreign(connection)
        return
    known = {script.revision for script in scripts.walk_revisions()}
    for revision in connection.scalars(text("SELECT version_num FROM alembic_version")):
        if revision not in known:
            raise StartError(
                f"数据库已经升级到第 {revision} 版，比现在的程序新。"
                "请换成新版程序再启动；不要用旧程序写这个库。"
            )
