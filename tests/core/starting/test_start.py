"""A start that cannot be is refused by the real process with one sentence, never a traceback."""

import errno
import os
import shutil
import socket
import sqlite3
import stat
from pathlib import Path

import pytest

from core.db import db
from core.starting import database, folder
from core.starting.errors import StartError
from tests.core.starting.processes import (
    PREPARE,
    SERVE,
    little_space,
    obey_permissions,
    refused,
    serving,
)
from tests.support.databases import create_app, settings_for
from tests.support.postgres import free_port


@pytest.fixture
def installed(tmp_path, sqlite_template) -> Path:
    """A migrated installation with its keys, without a server."""
    shutil.copy(sqlite_template, tmp_path / "rongye.db")
    create_app(settings_for(tmp_path))
    return tmp_path


def test_a_first_start_needs_an_empty_folder_only(tmp_path):
    with serving(tmp_path / "instance", is_warm=False):
        written = list((tmp_path / "instance").iterdir())

    assert {"keys.json", "rongye.db"} <= {path.name for path in written}
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
    assert stat.S_IMODE((tmp_path / "instance").stat().st_mode) == 0o700


@pytest.mark.parametrize("command", [SERVE, PREPARE])
def test_a_bad_setting_is_named(tmp_path, command):
    sentence = refused(tmp_path, command=command, is_warm=False, PORT="eighty")

    assert sentence == "设置 PORT 要填 1 到 65535 的整数，现在是“eighty”。请改好再启动。"


def test_an_unknown_provider_of_text_messages_is_named(tmp_path):
    sentence = refused(tmp_path, RONGYE_SMS="carrier")

    assert sentence == "设置 RONGYE_SMS 只能填 console，现在是“carrier”。请改好再启动。"


def test_a_folder_that_has_no_place_is_not_created_somewhere_else(tmp_path):
    """A disk that is not mounted must not start as an empty installation."""
    sentence = refused(tmp_path / "disk" / "instance")

    assert sentence.startswith(f"找不到文件夹 {tmp_path / 'disk'}")
    assert "RONGYE_INSTANCE" in sentence
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path):
    (tmp_path / "instance").write_text("")

    assert refused(tmp_path / "instance").startswith(f"{tmp_path / 'instance'} 不是文件夹。")


def test_a_read_only_folder_is_named(installed):
    installed.chmod(0o500)
    try:
        sentence = refused(installed, limit=obey_permissions)
    finally:
        installed.chmod(0o700)

    assert sentence.startswith(f"{installed} 不让写")


def test_a_full_disk_is_named(installed):
    assert refused(installed, limit=little_space).startswith(f"硬盘满了，{installed} 写不进东西。")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "硬盘满了"),
        (errno.EDQUOT, "硬盘满了"),
        (errno.EROFS, "不让写"),
        (errno.EACCES, "不让写"),
        (errno.EIO, "读写出错"),
    ],
)
def test_each_error_of_the_file_system_has_its_sentence(number, words):
    error = OSError(number, os.strerror(number))

    assert words in folder.refusal_of(error, Path("/srv/rongye")).message


def test_a_port_in_use_is_named_and_the_database_left_alone(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        sentence = refused(tmp_path, PORT=str(port))

    assert sentence.startswith(f"端口 {port} 已经被占用")
    assert not (tmp_path / "rongye.db").exists()


def test_an_address_that_is_not_of_this_machine_is_named(tmp_path):
    sentence = refused(tmp_path, HOST="192.0.2.1")

    assert sentence.startswith("在 192.0.2.1:")
    assert "HOST" in sentence


def test_a_server_of_databases_that_does_not_answer_is_named_without_its_password(tmp_path):
    port = free_port()
    sentence = refused(tmp_path, DATABASE_URL=f"postgresql://rongye:geheim@127.0.0.1:{port}/rongye")

    assert sentence.startswith(f"连不上数据库 postgresql://rongye:***@127.0.0.1:{port}/rongye。")
    assert "geheim" not in sentence


def test_a_database_that_does_not_exist_is_named(tmp_path, postgres_server):
    sentence = refused(tmp_path, DATABASE_URL=f"{postgres_server}/nothing_here")

    assert "连不上数据库" in sentence
    assert "/nothing_here" in sentence


def test_a_database_newer_than_the_code_is_left_alone(installed):
    with sqlite3.connect(installed / "rongye.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    sentence = refused(installed, command=PREPARE)

    assert sentence.startswith("数据库已经升级到第 9999 版，比现在的程序新。")


def test_a_database_with_the_tables_of_another_program_is_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / "rongye.db") as connection:
        connection.execute("CREATE TABLE wage (employee TEXT)")

    sentence = refused(tmp_path, command=PREPARE)

    assert "里是别的程序的表" in sentence
    with sqlite3.connect(tmp_path / "rongye.db") as connection:
        tables = connection.execute("SELECT name FROM sqlite_master").fetchall()
    assert tables == [("wage",)]


def overwrite_middle(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 400_000)


def overwrite_start(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xff" * 4096)


def cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 3)


@pytest.mark.parametrize("spoil", [overwrite_middle, overwrite_start, cut])
def test_a_damaged_database_is_named(installed, spoil):
    spoil(installed / "rongye.db")

    sentence = refused(installed)

    assert sentence.startswith(f"数据库文件 {installed / 'rongye.db'} 坏了。")
    assert "备份" in sentence


def test_a_sound_database_is_checked_and_a_check_too_long_is_stopped(installed, monkeypatch):
    app = create_app(settings_for(installed))
    settings = app.extensions["settings"]
    with app.app_context():
        whole = database.check_sound(settings)
        monkeypatch.setattr(database, "CHECK_SECONDS", 0.0)
        monkeypatch.setattr(database, "INSTRUCTIONS", 1)
        stopped = database.check_sound(settings)
        still_works = db.session.execute(db.text("SELECT 1")).scalar()

    assert whole is not None
    assert stopped is None
    assert still_works == 1


def test_a_fault_of_the_program_keeps_its_traceback(installed):
    app = create_app(settings_for(installed))
    settings = app.extensions["settings"]

    with (
        app.app_context(),
        pytest.raises(Exception, match="no such table") as raised,
        database.explained(settings),
    ):
        db.session.execute(db.text("SELECT * FROM nothing_here"))

    assert not isinstance(raised.value, StartError)


def test_old_files_are_made_private_and_links_are_not_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.write_text("x")
    outside.chmod(0o644)
    own = tmp_path / "instance"
    (own / "uploads").mkdir(parents=True, mode=0o755)
    for name in ("rongye.db", "rongye.db-wal", "uploads/sheet.xlsx"):
        (own / name).write_text("x")
        (own / name).chmod(0o664)
    (own / "link").symlink_to(outside)

    assert folder.tighten(own) == []

    modes = {path: stat.S_IMODE(path.lstat().st_mode) for path in own.rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_file() and not path.is_symlink()} == {
        0o600
    }
    assert modes[own / "uploads"] == 0o700
    assert stat.S_IMODE(own.stat().st_mode) == 0o700
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644


def test_what_another_user_owns_is_reported(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    (tmp_path / "file").chmod(0o644)
    monkeypatch.setattr(Path, "chmod", lambda *_: (_ for _ in ()).throw(PermissionError))

    assert tmp_path / "file" in folder.tighten(tmp_path)


def test_everything_a_process_writes_is_private(tmp_path):
    folder.open_folder(tmp_path / "instance")
    path = tmp_path / "list.csv"
    path.write_text("x")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list((tmp_path / "instance").iterdir()) == []  # the probe is deleted
