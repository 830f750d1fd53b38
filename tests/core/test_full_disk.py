"""A full disk: nothing is stored by half, the page is plain, and what was stored is read."""

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from sqlalchemy import text

from core import logs
from core.access import Role
from core.db import db
from core.files.models import StoredFile
from core.files.storage import read_document
from core.files.whole import write_whole
from core.logs import LossyStream, log
from people.caseload.models import Contact
from sheets.models import ImportStatus
from tests.jobs.employers.world import make_employer
from tests.jobs.importing.world import choose, count_vacancies, newest, settle, sheet, upload
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran

NOTE = "想去县城开车"


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file of this process grow: every write fails, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def no_space(app) -> Iterator[None]:
    """Make the database's disk full; on PostgreSQL's server a trigger fails the same way."""
    if db.engine.dialect.name == "sqlite":
        with full_disk():
            yield
        return
    _run("CREATE FUNCTION no_space() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'full' "
         "USING ERRCODE = '53100'; END $$ LANGUAGE plpgsql")  # fmt: skip
    _run("CREATE TRIGGER no_space BEFORE UPDATE ON audit_head EXECUTE FUNCTION no_space()")
    try:
        yield
    finally:
        _run("DROP FUNCTION no_space CASCADE")


def _run(statement: str) -> None:
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text(statement))


def count(table) -> int:
    db.session.rollback()
    return db.session.query(table).count()


def intact() -> bool:
    """Return whether SQLite's file is whole; PostgreSQL looks after its own."""
    db.session.rollback()
    if db.engine.dialect.name != "sqlite":
        return True
    return db.session.scalar(text("PRAGMA integrity_check")) == "ok"


def test_a_form_is_saved_whole_or_not_at_all(app, sign_in):
    officer, veteran = sign_in(make_account(role=Role.OFFICER)), make_veteran()
    path, form = f"/veterans/{veteran.id}/contacts", {"channel": "CALL", "note": NOTE}
    officer.get(path)  # once, so that its record is stored

    with no_space(app):
        answer = officer.post(path, data=form)
        listed = officer.get("/open-vacancies").status_code
    before = count(Contact)
    again = officer.post(path, data=form)

    assert answer.status_code == 503
    assert "您填的内容没有保存" in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert (before, listed) == (0, 200)
    assert (again.status_code, count(Contact)) == (302, 1)
    assert intact()


def hand_in(browser):
    return browser.post(
        "/employer/documents",
        data={"kind": "LICENCE", "file": (BytesIO(b"%PDF-1.4 licence"), "执照.pdf")},
        content_type="multipart/form-data",
    )


def test_of_a_document_neither_file_nor_row_remains(app, sign_in, instance):
    boss = make_account(role=Role.EMPLOYER)
    make_employer(account=boss)
    browser, folder = sign_in(boss), instance / "documents"
    before = set(folder.glob("*"))

    with full_disk():
        answer = hand_in(browser)
    left, rows = set(folder.glob("*")) - before, count(StoredFile)
    again = hand_in(browser)

    assert answer.status_code == 503
    assert "磁盘满了" in answer.text
    assert (left, rows) == (set(), 0)
    assert (again.status_code, count(StoredFile)) == (302, 1)
    assert read_document(db.session.query(StoredFile).one()) == b"%PDF-1.4 licence"


def test_an_upload_leaves_no_half_file(tmp_path):
    with full_disk(), pytest.raises(OSError, match="too large"):
        write_whole(tmp_path / "whole", b"x" * 100)

    assert list(tmp_path.iterdir()) == []


def test_written_in_place_a_half_file_would_remain(tmp_path):
    """The control."""
    with full_disk(), pytest.raises(OSError, match="too large"):
        (tmp_path / "plain").write_bytes(b"x" * 100)

    assert [path.name for path in tmp_path.iterdir()] == ["plain"]


def test_an_import_is_loaded_whole_or_not_at_all(app, sign_in):
    officer = sign_in(make_account(role=Role.OFFICER))
    with full_disk():
        refused = upload(officer, sheet())
    assert refused.status_code == 503
    assert upload(officer, sheet()).status_code == 302
    assert choose(officer, newest()).status_code == 302

    with no_space(app):
        answer = officer.post(f"/imports/{newest().id}/load")
        settle()
    loaded = count_vacancies()
    again = officer.post(f"/imports/{newest().id}/load")

    assert answer.status_code == 503
    assert loaded == 0
    assert again.status_code == 302
    assert newest().status is ImportStatus.LOADED
    assert count_vacancies() == 3
    assert intact()


@pytest.fixture
def logged_to_a_file(tmp_path, monkeypatch) -> Iterator[None]:
    """Log to a file, as a service does."""
    with (tmp_path / "log").open("w", buffering=1) as file:
        monkeypatch.setattr(sys, "stderr", file)
        logs.configure()
        yield
    monkeypatch.undo()
    logs.configure(quiet=True)


def test_a_request_is_answered_where_its_log_finds_no_space(app, client, logged_to_a_file):
    client.get("/open-vacancies")  # once, so that SQLite's files are open
    with full_disk():
        assert client.get("/open-vacancies").status_code == 200


def test_without_the_guard_a_full_log_breaks_the_request(logged_to_a_file, monkeypatch):
    """The control: the line is written by the plain stream."""
    monkeypatch.setattr(LossyStream, "write", lambda self, line: self._stream.write(line))
    with full_disk(), pytest.raises(OSError, match="too large"):
        log.info("request")
