"""Fixtures: the demo county, served once for this folder, and browser windows on it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from sqlalchemy import select

from core.db import db
from demo import operations
from demo.cast import PASSWORD, Member
from people.veterans.models import Veteran
from tests.browser.checks import PHONE
from tests.browser.window import Window
from tests.support import browser, databases

Open = Callable[..., Window]


@pytest.fixture
def dry_run() -> None:
    """Leave the dry run of an import to its child process, as a server does."""


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """A browser with a new, empty profile."""
    path = browser.executable()
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=list(browser.FLAGS))


@pytest.fixture(scope="package")
def county(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory, sqlite_template: str
) -> Flask:
    """The application with the demo county; built only where there is a browser."""
    database = databases.SqliteDatabase(tmp_path_factory.mktemp("county"), sqlite_template)
    with databases.pushed(database.app):
        operations.load_demo()
    return database.app


@pytest.fixture(scope="package")
def address(county: Flask) -> Iterator[str]:
    """The address of the served demo county."""
    with browser.served(county) as served_at:
        yield served_at


@pytest.fixture(scope="package")
def known() -> set[str]:
    """Kinds of elements and of pages that have been checked."""
    return set()


@pytest.fixture(scope="package")
def personal_facts(county: Flask) -> frozenset[str]:
    """Names and telephone numbers of all veterans."""
    with databases.pushed(county):
        people = list(db.session.scalars(select(Veteran)))
        return frozenset(fact for person in people for fact in (person.name, person.phone) if fact)


@pytest.fixture(scope="package")
def signed_in(chromium: Browser, address: str) -> Callable[[Member], Any]:
    """Return a function that returns the cookies of a person of the cast, who signs in once."""
    sessions: dict[str, Any] = {}

    def session_of(person: Member) -> Any:
        if person.phone not in sessions:
            sessions[person.phone] = _sign_in(chromium, address, person)
        return sessions[person.phone]

    return session_of


def _sign_in(chromium: Browser, address: str, person: Member) -> Any:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_label("手机号").fill(person.phone)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()
    status = context.storage_state()
    context.close()
    return status


@pytest.fixture
def open_window(
    chromium: Browser, address: str, signed_in: Callable[[Member], Any]
) -> Iterator[Open]:
    """Return a function that opens a new window; each must end without a fault."""
    opened: list[tuple[BrowserContext, Window]] = []

    def open_one(
        person: Member | None = None, *, size: Any = PHONE, scripts: bool = True
    ) -> Window:
        context = chromium.new_context(
            viewport=size,
            java_script_enabled=scripts,
            locale="zh-CN",
            storage_state=signed_in(person) if person else None,
        )
        window = Window(context.new_page(), address)
        opened.append((context, window))
        return window

    yield open_one
    for context, _window in opened:
        context.close()
    assert [fault for _context, window in opened for fault in window.faults] == []
