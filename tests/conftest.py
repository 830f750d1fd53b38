"""Fixtures: the application on both databases, a checked client, sign-in."""

import gc
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings

from core.db import transaction
from people.accounts import operations as accounts
from people.accounts.models import Account
from sheets import runs
from tests.support import databases, postgres
from tests.support.databases import PostgresDatabase, SqliteDatabase
from tests.support.pages import CheckedClient

# The time of an example depends on the machine's load and is no sign of a fault.
settings.register_profile("rongye", deadline=None)
settings.load_profile("rongye")

SignIn = Callable[[Account], CheckedClient]
SHARED = pytest.StashKey[Path]()
FIRST = ("tests/browser/", "tests/core/", "tests/rules/")  # their files take longest
# `database` asks for one of the two only while it runs, so it is named itself.
NEEDS_DATABASE = {"database", "sqlite_template", "postgres_server"}


def pytest_configure(config: pytest.Config) -> None:
    """Create the folder that the processes of a run share; the first one also removes it.

    What is imported and collected now stays to the end, so no garbage collection looks for it.
    """
    gc.disable()
    given = getattr(config, "workerinput", {}).get("shared")
    config.stash[SHARED] = Path(given or tempfile.mkdtemp(prefix="rongye-"))
    databases.keep_templates(config.stash[SHARED] / "templates")


def pytest_collection_finish() -> None:
    """Leave the code and the tests out of garbage collections, which begin here."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than processors: browsers, databases and clocks are waited for."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Pass the folder to a worker of pytest-xdist."""
    node.workerinput["shared"] = str(node.config.stash[SHARED])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers started for the run."""
    if not hasattr(config, "workerinput"):
        postgres.stop(config.stash[SHARED])
        shutil.rmtree(config.stash[SHARED], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a database, to run the others alone; put the long files first."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))
    for item in items:
        if NEEDS_DATABASE & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


@pytest.fixture(scope="session")
def shared(pytestconfig: pytest.Config) -> Path:
    """The folder that the processes of a run share."""
    return pytestconfig.stash[SHARED]


@pytest.fixture(scope="session")
def postgres_server(shared: Path) -> str:
    """The address of a temporary PostgreSQL; skip (fail where REQUIRE_POSTGRES=1) without one."""
    if not postgres.is_installed():
        if os.environ.get("REQUIRE_POSTGRES") == "1":
            pytest.fail(postgres.INSTALL)
        pytest.skip(postgres.INSTALL)
    return databases.once(shared / "server", lambda: postgres.start(shared))


@pytest.fixture(scope="session")
def sqlite_template(shared: Path) -> str:
    """The path of a migrated SQLite file to copy."""
    folder = shared / "sqlite"
    return databases.once(
        shared / "sqlite-template", lambda: databases.make_sqlite_template(folder)
    )


@pytest.fixture(scope="session")
def sqlite_database(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: str
) -> SqliteDatabase:
    """The application over SQLite, shared by all tests and reset between them."""
    return SqliteDatabase(tmp_path_factory.mktemp("sqlite"), sqlite_template)


@pytest.fixture(scope="session")
def postgres_database(
    tmp_path_factory: pytest.TempPathFactory, shared: Path, postgres_server: str
) -> PostgresDatabase:
    """The application over PostgreSQL, shared by all tests and emptied between them."""
    folder = tmp_path_factory.mktemp("postgres")
    template = databases.once(
        shared / "postgres-template",
        lambda: databases.make_postgres_template(folder, postgres_server),
    )
    url = postgres.new_database(postgres_server, "rongye_test", template=template)
    return PostgresDatabase(folder, url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Any:
    """Each database in turn: a test that uses the application runs on both."""
    name = "sqlite_database" if request.param == "sqlite" else "postgres_database"
    return request.getfixturevalue(name)


@pytest.fixture
def app(database: Any) -> Iterator[Flask]:
    """The application over an empty database, inside its context."""
    database.reset()
    application: Flask = database.app
    application.test_client_class = CheckedClient
    application.config["WTF_CSRF_ENABLED"] = False
    with databases.pushed(application):
        yield application


@pytest.fixture(autouse=True)
def dry_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge the rows of an import in this process, as the command does: a child takes a second.

    The tests of the child process and the journey in the browser replace this fixture.
    """
    monkeypatch.setattr(runs, "judge_batch", runs.check_batch)


@pytest.fixture
def public_address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> str:
    """The public address of an installation whose operator has set one."""
    settings = replace(app.extensions["settings"], address="https://job.example.cn")
    monkeypatch.setitem(app.extensions, "settings", settings)
    return settings.address


@pytest.fixture
def client(app: Flask) -> CheckedClient:
    """A browser that is not signed in."""
    made = app.test_client()
    assert isinstance(made, CheckedClient)
    return made


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Return a function that returns a browser signed in as an account."""

    def open_browser(account: Account) -> CheckedClient:
        with transaction():
            opened = accounts.open_session(account.id, device="测试")
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["token"] = opened.token
            cookie["seen"] = int(time.time())
        assert isinstance(browser, CheckedClient)
        return browser

    return open_browser


@pytest.fixture
def instance(app: Flask) -> Path:
    """The folder of the running installation."""
    return Path(app.instance_path)
