"""Fixtures: the app on both databases, a checked client, sign-in, factories."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from core.db import transaction
from people.accounts import operations as accounts
from people.accounts.models import Account
from tests.support import databases, postgres
from tests.support.databases import PostgresDatabase, SqliteDatabase
from tests.support.pages import CheckedClient

SignIn = Callable[[Account], CheckedClient]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a throw-away PostgreSQL, or skip (fail where REQUIRE_POSTGRES=1)."""
    if not postgres.is_installed():
        if os.environ.get("REQUIRE_POSTGRES") == "1":
            pytest.fail(postgres.INSTALL)
        pytest.skip(postgres.INSTALL)
    with postgres.cluster() as address:
        yield address


@pytest.fixture(scope="session")
def sqlite_database(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabase:
    """The SQLite app all tests share, put back between tests."""
    return SqliteDatabase(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_database(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: str
) -> PostgresDatabase:
    """The PostgreSQL app all tests share, emptied between tests."""
    return PostgresDatabase(tmp_path_factory.mktemp("postgres"), postgres_server)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Any:
    """Each database in turn: what uses the app is tested on both."""
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


@pytest.fixture
def client(app: Flask) -> CheckedClient:
    """A visitor's browser."""
    made = app.test_client()
    assert isinstance(made, CheckedClient)
    return made


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Return a function that gives an account a signed-in browser of its own."""

    def open_browser(account: Account) -> CheckedClient:
        with transaction():
            opened = accounts.open_session(account.id, device="测试")
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["token"] = opened.token
            cookie["seen"] = 4102444800  # far ahead: idle limits have tests of their own
        assert isinstance(browser, CheckedClient)
        return browser

    return open_browser


@pytest.fixture
def instance(app: Flask) -> Path:
    """The folder of the running installation."""
    return Path(app.instance_path)
