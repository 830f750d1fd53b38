"""An outside process holds the database's lock: writers give up in time, readers go on."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
import pytest

from core import turns
from core.access import Role
from core.db import db, transaction
from core.turns import BusyError, Patience, Turns
from people.accounts import operations as accounts
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.serving import ask, served

SIGN_IN = {"phone": "13800000000", "password": "not the right one"}
WRITERS = 20
TABLES = "throttle, audit_head, web_session"
PATIENCE = 60.0


@contextmanager
def locked(app: Any) -> Iterator[None]:
    """Hold the lock that writers need, as a process of another program."""
    url = app.extensions["settings"].database_url
    if url:
        outside: Any = psycopg.connect(url)
        lock = f"LOCK TABLE {TABLES} IN EXCLUSIVE MODE"
    else:
        outside = sqlite3.connect(app.instance_path + "/rongye.db", isolation_level=None)
        lock = "BEGIN IMMEDIATE"
    outside.execute(lock)
    try:
        yield
    finally:
        outside.close()


@contextmanager
def writers(address, count: int, answers: list) -> Iterator[None]:
    """Send forms at once from many clients; their answers are complete after the block."""

    def send() -> None:
        answers.append(ask(address, "/sign-in", SIGN_IN, within=PATIENCE))

    clients = [threading.Thread(target=send) for _ in range(count)]
    for client in clients:
        client.start()
    try:
        yield
    finally:
        for client in clients:
            client.join()


def cookie_of(app, account) -> str:
    """Return the cookie of a browser signed in as an account."""
    with transaction():
        session = accounts.open_session(account.id, device="测试")
    browser = app.test_client()
    with browser.session_transaction() as kept:
        kept["token"], kept["seen"] = session.token, int(time.time())
    return f"rongye={browser.get_cookie('rongye').value}"


def test_while_writers_wait_for_an_outside_lock_pages_are_read(app, monkeypatch):
    monkeypatch.setattr(turns, "REQUEST_WAIT", 20.0)
    monkeypatch.setattr(turns, "STUCK_AFTER", 0.5)
    answers: list = []
    cookie = cookie_of(app, make_account(role=Role.OFFICER))

    with served(app) as address, ExitStack() as lock:
        lock.enter_context(locked(app))
        with writers(address, WRITERS, answers):
            pages = [ask(address, "/open-vacancies", within=15)[0] for _ in range(5)]
            pages.append(ask(address, "/veterans", cookie=cookie, within=15)[0])
            refused = [headers for status, headers, _text in answers if status == 503]
            lock.close()

    assert pages == [200] * 6
    # Those without a place were refused while the lock was held, the others once it was free.
    assert len(refused) >= WRITERS - turns.WRITERS
    assert all(int(headers["Retry-After"]) > 0 for headers in refused)
    assert {status for status, _headers, _text in answers} <= {422, 429, 503}
    assert len([1 for status, *_rest in answers if status != 503]) <= turns.WRITERS


def test_without_the_bound_waiting_writers_take_every_thread(app, monkeypatch):
    """The control: no thread is left for reading."""
    monkeypatch.setattr(turns, "REQUEST_WAIT", 20.0)
    monkeypatch.setattr(turns, "WRITERS", 1000)

    with served(app) as address, ExitStack() as lock:
        lock.enter_context(locked(app))
        with writers(address, WRITERS, []):
            with pytest.raises(TimeoutError):
                for _ in range(5):
                    ask(address, "/open-vacancies", within=3)
            lock.close()


def test_a_writer_is_refused_while_the_lock_is_still_held(app, monkeypatch):
    monkeypatch.setattr(turns, "REQUEST_WAIT", 0.5)
    with served(app) as address, locked(app):
        status, headers, text = ask(address, "/sign-in", SIGN_IN)

    assert status == 503
    assert int(headers["Retry-After"]) > 0
    assert "您填的内容没有保存" in text


def test_without_a_deadline_a_writer_waits_as_long_as_the_lock_is_held(app, monkeypatch):
    """The control."""
    monkeypatch.setattr(turns, "REQUEST_WAIT", 30.0)
    with served(app) as address, locked(app), pytest.raises(TimeoutError):
        ask(address, "/sign-in", SIGN_IN, within=3)


def test_a_profile_is_not_shown_where_the_look_cannot_be_recorded(app, monkeypatch):
    monkeypatch.setattr(turns, "REQUEST_WAIT", 30.0)
    officer, veteran = make_account(role=Role.OFFICER), make_veteran()
    cookie, name = cookie_of(app, officer), veteran.name
    pages = (f"/veterans/{veteran.id}", f"/veterans/{veteran.id}/contacts")
    db.session.rollback()
    with served(app) as address:
        with locked(app):
            refused = [ask(address, page, cookie=cookie) for page in pages]
        shown = [ask(address, page, cookie=cookie) for page in pages]

    assert [status for status, *_rest in refused] == [503, 503]
    assert all(name not in text for _status, _headers, text in refused)
    assert all("没有保存" not in text for _status, _headers, text in refused)
    assert [status for status, *_rest in shown] == [200, 200]


def test_all_transactions_of_a_request_share_its_patience(app):
    with app.test_request_context("/"):
        Patience.present().spend(5)
        assert Patience.present().left == turns.REQUEST_WAIT - 5
        part = Patience.present().at_most(1)
        part.spend(1)
        assert Patience.present().left == turns.REQUEST_WAIT - 6

    assert Patience.present().left == turns.BACKGROUND_WAIT


def test_turns_come_in_order():
    queue, order = Turns(at_once=1), []
    inside = threading.Event()

    def write(number: int) -> None:
        with queue.take(Patience(PATIENCE)):
            order.append(number)

    with queue.take(Patience(PATIENCE)):
        threads = []
        for number in range(6):
            threads.append(threading.Thread(target=write, args=(number,)))
            threads[-1].start()
            while len(queue._queue) <= number:
                inside.wait(0.001)
    for thread in threads:
        thread.join()

    assert order == list(range(6))


def test_while_transactions_finish_nobody_is_refused():
    """More than the bound may wait as long as the queue moves."""
    queue, errors = Turns(at_once=1), []
    start = threading.Barrier(4 * turns.WRITERS)

    def write() -> None:
        start.wait()
        try:
            with queue.take(Patience(PATIENCE)):
                pass
        except BusyError as error:
            errors.append(error)

    threads = [threading.Thread(target=write) for _ in range(4 * turns.WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
