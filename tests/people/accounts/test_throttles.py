"""Throttles of sign-in: only failures count, an address is slowed, nobody locks out anybody."""

import time
from collections import Counter

import pytest
import time_machine

from core import client_addresses
from core.db import db
from core.throttle import used
from people.accounts import operations, throttles
from people.accounts.models import Account
from tests.people.accounts.world import PASSWORD, make_account

OFFICE = {"REMOTE_ADDR": "10.1.1.1"}
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}
WAITS = "试的次数太多了"


def send(browser, phone, password=PASSWORD, place=OFFICE):
    return browser.post("/sign-in", data={"phone": phone, "password": password}, environ_base=place)


@pytest.fixture
def clock():
    with time_machine.travel(time.time(), tick=False) as traveller:
        yield traveller


def spray(app, tries: int, place=OFFICE, seconds: int = 0, clock=None) -> Counter:
    """Try one password at many phones from one address; return how many got which answer."""
    browser = app.test_client()
    answers: Counter[int] = Counter()
    for number in range(tries):
        answers[send(browser, f"137{number:08d}", "summer-2026", place).status_code] += 1
        if clock is not None:
            clock.shift(seconds)
    return answers


def test_an_office_behind_one_address_signs_in_all_day(app, clock):
    """200 right sign-ins from one address within a quarter of an hour: all succeed."""
    phones = [make_account(name=f"第{number}位").phone for number in range(20)]

    answers = Counter(
        send(app.test_client(), phone).status_code for _ in range(10) for phone in phones
    )

    assert answers == {302: 200}


def test_one_address_cannot_use_up_the_tries_of_the_county(app, clock, monkeypatch):
    """920 wrong posts from one address, as in the penetration test, and an officer signs in."""
    monkeypatch.setattr(operations, "find_by_password", lambda *_: [])
    officer = make_account().phone

    spray(app, 920)
    monkeypatch.undo()

    db.session.rollback()
    assert used(throttles.GLOBAL, "all") == throttles.PER_ADDRESS.tries
    assert send(app.test_client(), officer, place=ELSEWHERE).status_code == 302


@pytest.mark.parametrize(
    "address", ["2001:db8:1:7::{:x}", "2001:db8:1:7:{:x}::1", "2001:db8:1:7{:02x}:5::1"]
)
def test_who_has_a_network_of_ipv6_addresses_has_one_limit(app, clock, monkeypatch, address):
    """Else one subscriber uses up the tries of the county, each from another address."""
    monkeypatch.setattr(operations, "find_by_password", lambda *_: [])
    officer, answers = make_account().phone, Counter()

    for number in range(100):
        place = {"REMOTE_ADDR": address.format(number + 1)}
        phone = f"137{number:08d}"
        answers[send(app.test_client(), phone, "summer-2026", place).status_code] += 1
    monkeypatch.undo()

    assert answers == {422: 60, 429: 40}
    db.session.rollback()
    assert used(throttles.GLOBAL, "all") == throttles.PER_ADDRESS.tries
    assert send(app.test_client(), officer, place=ELSEWHERE).status_code == 302


@pytest.mark.parametrize(
    ("one", "other"),
    [("2001:db8::1", "2001:db8::2"), ("2001:db8:0:0:1::1", "2001:db8::ffff:2:3:4"),
     ("::ffff:10.1.1.7", "10.1.1.8"), ("fe80::1%eth0", "fe80::2")],
)  # fmt: skip
def test_neighbours_share_the_limit_of_a_person(app, clock, one, other):
    phone = make_account().phone

    answers = [
        send(app.test_client(), phone, "wrong-guess-1", {"REMOTE_ADDR": place}).status_code
        for place in (one, other) * 4
    ]

    assert answers == [422] * 5 + [429] * 3


@pytest.mark.parametrize(
    ("one", "other"),
    [("2001:db8::1", "2001:db8:0:1::1"), ("10.1.1.7", "10.1.2.7"), ("::ffff:10.1.1.7", "10.1.2.7")],
)
def test_other_networks_have_their_own(one, other):
    assert client_addresses.network(one) != client_addresses.network(other)


def test_without_the_share_one_address_uses_up_the_tries_of_the_county(app, clock, monkeypatch):
    """The control: the address' own limit is what keeps the others in."""
    monkeypatch.setattr(operations, "find_by_password", lambda *_: [])
    monkeypatch.setattr(throttles.PER_ADDRESS, "tries", 10_000)
    monkeypatch.setattr(throttles.GLOBAL, "tries", 100)
    officer = make_account().phone

    spray(app, 110)
    monkeypatch.setattr(operations, "find_by_password", lambda *_: pytest.fail("compared"))

    assert send(app.test_client(), officer, place=ELSEWHERE).status_code == 429


def test_a_guesser_at_one_address_gets_so_many_tries_an_hour(app, clock, monkeypatch):
    """Sixty at once and then one in ten seconds: at most 600 an hour at all phones together."""
    judged = []
    monkeypatch.setattr(operations, "find_by_password", lambda *_: judged.append(1) or [])

    answers = spray(app, 1800, seconds=2, clock=clock)

    assert answers[422] == len(judged)
    assert 400 <= len(judged) <= 600


def test_a_guesser_gets_twenty_tries_an_hour_at_one_phone(app, clock, monkeypatch):
    monkeypatch.setattr(operations, "find_by_password", lambda *_: [])
    phone, browser = make_account().phone, app.test_client()
    answers: Counter[int] = Counter()

    for _ in range(360):
        answers[send(browser, phone, "wrong-guess-1").status_code] += 1
        clock.shift(10)

    assert answers[422] == 20


def test_a_slowed_address_gets_in_after_seconds(app, clock):
    phone = make_account().phone
    spray(app, 60)

    refused = send(app.test_client(), phone)
    clock.shift(10)

    assert refused.status_code == 429
    assert f"{WAITS}，请 10 秒后再试。" in refused.text
    assert refused.headers["Retry-After"] == "10"
    assert send(app.test_client(), phone).status_code == 302


def test_a_browser_that_signed_in_before_is_not_slowed_by_its_network(app, clock):
    phone, desk = make_account().phone, app.test_client()
    send(desk, phone)
    desk.post("/sign-out")
    spray(app, 100)

    assert send(app.test_client(), phone).status_code == 429
    assert send(desk, phone).status_code == 302


def test_a_browser_that_signed_in_before_gets_in_while_the_county_is_under_attack(app, clock):
    phone, desk = make_account().phone, app.test_client()
    send(desk, phone)
    desk.post("/sign-out")
    for _ in range(throttles.GLOBAL.tries):
        throttles.GLOBAL.count("all")

    assert send(app.test_client(), phone, place=ELSEWHERE).status_code == 429
    assert send(desk, phone, place=ELSEWHERE).status_code == 302


def test_a_known_browser_is_known_for_its_own_phones_only(app, clock):
    own, other = make_account(), make_account(name="李大山")
    browser = app.test_client()
    send(browser, own.phone)
    browser.post("/sign-out")

    answers = [send(browser, other.phone, "wrong-guess-1").status_code for _ in range(6)]

    assert answers == [422] * 5 + [429]
    db.session.rollback()
    assert used(throttles.KNOWN_BROWSER, other.phone) == 0


def test_a_right_password_does_not_clear_the_failures_before_it(app, clock):
    """Or whoever has an account under a phone could guess at another's without end."""
    phone = make_account(name="张建国").phone
    make_account(name="陌生人", phone=phone)
    with_own = operations.hasher.hash("my-own-river-4")
    db.session.rollback()
    row = db.session.query(Account).filter_by(name="陌生人").one()
    row.password_hash = with_own
    db.session.commit()
    answers = []

    for _ in range(4):
        answers += [
            send(app.test_client(), phone, "wrong-guess-1").status_code,
            send(app.test_client(), phone, "wrong-guess-2").status_code,
            send(app.test_client(), phone, "my-own-river-4").status_code,
        ]

    assert answers.count(422) == 5
    assert answers[-1] == 429


@pytest.mark.parametrize("path", ["/account/password"])
def test_the_old_password_is_not_guessed_in_a_live_session(sign_in, clock, path):
    browser = sign_in(make_account())
    form = {"password": "new-horse-99", "again": "new-horse-99"}

    answers = Counter(
        browser.post(path, data=form | {"old": f"wrong-guess-{n}"}).status_code for n in range(25)
    )
    last = browser.post(path, data=form | {"old": PASSWORD})

    assert answers == {422: 5, 429: 20}
    assert last.status_code == 429
    clock.shift(15 * 60 + 1)
    assert browser.post(path, data=form | {"old": PASSWORD}).status_code == 302


def test_more_sessions_give_no_more_than_twenty_guesses(sign_in, clock):
    account = make_account()
    form = {"password": "new-horse-99", "again": "new-horse-99", "old": "wrong-guess-1"}

    answers = Counter(
        browser.post("/account/password", data=form).status_code
        for browser in [sign_in(account) for _ in range(6)]
        for _ in range(5)
    )

    assert answers == {422: 20, 429: 10}
