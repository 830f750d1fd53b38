"""The database is down, full of connections or slow: everyone gets the page of 503, no one 500."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from core import error_pages, turns
from core.access import Role
from core.application import end_session
from core.db import db, transaction
from people.accounts import identity
from people.accounts import operations as accounts
from tests.people.accounts.world import make_account
from tests.support import databases, postgres
from tests.support.pages import CheckedClient

SIGN_IN = {"phone": "13800000000", "password": "x" * 12}
FAR = 4102444800
CONNECTIONS = 12
READ = ("/", "/open-vacancies", "/veterans", "/desk", "/health/ready")


class Own:
    """An application over a database server of its own, which may be stopped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = postgres.start(folder, connections=CONNECTIONS)
        self.url = postgres.new_database(self.server, "rongye_own")
        self.app = databases.create_app(databases.settings_for(folder / "instance", self.url))
        databases.prepare(self.app)
        self.app.test_client_class = CheckedClient
        self.app.config["WTF_CSRF_ENABLED"] = False

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Stop the server for a block."""
        postgres.stop(self.folder, mode="fast")  # without fsync an immediate one loses commits
        try:
            yield
        finally:
            postgres.resume(self.folder)

    @contextmanager
    def crowded(self) -> Iterator[None]:
        """Take every connection of the server for a block."""
        with self.app.app_context():
            db.engine.dispose()
        with ExitStack() as others:
            with suppress(psycopg.OperationalError):
                while True:
                    others.enter_context(psycopg.connect(self.url))
            yield

    @contextmanager
    def slow(self) -> Iterator[None]:
        """Make every query wait for a block."""
        with psycopg.connect(self.url) as outside:
            outside.execute("LOCK TABLE account, web_session, vacancy IN ACCESS EXCLUSIVE MODE")
            yield
            outside.rollback()


@pytest.fixture(scope="module")
def own(postgres_server: str) -> Iterator[Own]:
    """A server of its own; the fixture it asks for skips where none can be started."""
    folder = Path(tempfile.mkdtemp(prefix="rongye-own-"))
    try:
        yield Own(folder)
    finally:
        postgres.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def browsers(app: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[CheckedClient, CheckedClient]:
    """Return a visitor and a signed-in officer."""
    monkeypatch.setattr(identity, "_is_idle", lambda _found: False)
    with app.app_context():
        officer = make_account(role=Role.OFFICER, phone=None)
        with transaction():
            token = accounts.open_session(officer.id, device="测试").token
    signed_in = app.test_client()
    with signed_in.session_transaction() as cookie:
        cookie["token"], cookie["seen"] = token, FAR
    assert signed_in.get("/desk").status_code == 200
    return app.test_client(), signed_in


def answers(clients: tuple[CheckedClient, CheckedClient]) -> set[tuple[int, bool, bool]]:
    """Return (status, has Retry-After, is in Chinese) of all pages for all clients."""
    found = set()
    for client in clients:
        pages = [client.get(path) for path in READ[:-1]]
        pages.append(client.post("/sign-in", data={"phone": "13800000000", "password": "x" * 12}))
        found |= {
            (one.status_code, "Retry-After" in one.headers, "请过" in one.text) for one in pages
        }
    return found


PLAIN_PAGE = {(503, True, True)}


@pytest.mark.parametrize("trouble", ["stopped", "crowded", "slow"])
def test_everyone_gets_the_page_of_503_and_the_site_recovers_by_itself(own, trouble, monkeypatch):
    monkeypatch.setattr(turns, "REQUEST_WAIT", 0.5)
    clients = browsers(own.app, monkeypatch)

    with getattr(own, trouble)():
        found = answers(clients)
        ready = clients[0].get("/health/ready").status_code

    assert found <= PLAIN_PAGE | {(302, False, False)}  # a visitor is sent to the sign-in
    assert found >= PLAIN_PAGE
    assert ready == 503 or trouble == "slow"
    assert [client.get("/open-vacancies").status_code for client in clients] == [200, 200]
    assert clients[1].get("/desk").status_code == 200


@pytest.fixture
def as_served(own):
    """The application with its guard of forms, which does not raise what nobody caught."""
    before = own.app.config["WTF_CSRF_ENABLED"], own.app.config["PROPAGATE_EXCEPTIONS"]
    own.app.config.update(WTF_CSRF_ENABLED=True, PROPAGATE_EXCEPTIONS=False)
    yield own
    own.app.config.update(WTF_CSRF_ENABLED=before[0], PROPAGATE_EXCEPTIONS=before[1])


def without_token(own: Own, monkeypatch) -> set[tuple[int, bool, bool]]:
    """Return the answers to forms without their token, whose refusal looks at the account."""
    clients = browsers(own.app, monkeypatch)
    with own.stopped():
        sent = [one.post(path) for one in clients for path in ("/mode", "/claim", "/sign-out")]
    return {(one.status_code, "Retry-After" in one.headers, "请过" in one.text) for one in sent}


def test_an_error_that_is_answered_while_the_database_is_down(as_served, monkeypatch):
    """A visitor's form is refused (400) or led to the sign-in (302) without the database."""
    found = without_token(as_served, monkeypatch)

    assert found >= PLAIN_PAGE
    assert {status for status, _, _ in found} <= {302, 400, 503}


def test_without_the_second_look_it_is_a_crash(as_served, monkeypatch):
    """The control: Flask asks no handler for what a handler raises."""
    monkeypatch.setattr(error_pages, "_late", lambda _cause: None)

    assert 500 in {status for status, _, _ in without_token(as_served, monkeypatch)}


def end_while_stopped(own: Own) -> None:
    """End a request whose connection the database has closed since its last query."""
    context = own.app.app_context()
    context.push()
    db.session.execute(text("SELECT 1"))
    with own.stopped():
        context.pop()


def test_an_answer_goes_out_though_the_database_died_behind_it(own):
    end_while_stopped(own)

    with own.app.app_context():
        assert db.session.scalar(text("SELECT 1")) == 1


def test_without_the_look_at_the_end_the_fault_replaces_the_answer(own, monkeypatch):
    """The control: Flask-SQLAlchemy raises what the rollback finds."""
    kept = [one for one in own.app.teardown_appcontext_funcs if one is not end_session]
    monkeypatch.setattr(own.app, "teardown_appcontext_funcs", kept)

    with pytest.raises(OperationalError):
        end_while_stopped(own)

    with own.app.app_context():
        db.session().invalidate()
        db.session.remove()


def test_a_file_that_cannot_be_opened_gives_the_same_page(sqlite_database, monkeypatch):
    sqlite_database.reset()
    app = sqlite_database.app
    app.test_client_class = CheckedClient
    app.config["WTF_CSRF_ENABLED"] = False
    clients = browsers(app, monkeypatch)
    away = sqlite_database.file.with_name("away.db")
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    sqlite_database.file.rename(away)
    sqlite_database.file.mkdir()
    try:
        found = answers(clients)
    finally:
        sqlite_database.file.rmdir()
        away.rename(sqlite_database.file)

    assert PLAIN_PAGE <= found <= PLAIN_PAGE | {(302, False, False)}
    assert clients[1].get("/desk").status_code == 200


def test_with_the_account_left_to_be_loaded_the_page_would_need_the_database(own, monkeypatch):
    """The control: the hooks after the error page look for the account once more."""
    monkeypatch.setattr(error_pages, "forget_account", lambda: None)
    clients = browsers(own.app, monkeypatch)
    with own.stopped(), pytest.raises(OperationalError):
        clients[1].get("/desk")
