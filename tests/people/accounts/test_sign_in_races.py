"""Parallel password guesses get no further than guesses one after another."""

import threading
from collections import Counter
from datetime import UTC, datetime

import pytest
import time_machine

from people.accounts import operations, throttles
from people.accounts.passwords import Hasher, dummy_hash
from tests.people.accounts.world import PASSWORD, make_account
from tests.support.starting_line import THREADS, together

GUESSES = 25  # by each of 8 threads
pytestmark = pytest.mark.race


@pytest.fixture
def computed(monkeypatch) -> Counter:
    """Count the password hashes computed, which is what guessing costs and gains."""
    dummy_hash()  # computed once a process, not once a guess
    counted: Counter[str] = Counter()
    lock = threading.Lock()

    def counting(name: str):
        real = getattr(Hasher, name)

        def compute(*arguments):
            with lock:
                counted[name] += 1
            return real(*arguments)

        return compute

    for name in ("matches", "hash"):
        monkeypatch.setattr(Hasher, name, counting(name))
    return counted


def guess_in_parallel(app, phone: str) -> Counter:
    answers: Counter[int] = Counter()
    lock = threading.Lock()

    def guess(thread: int) -> None:
        browser = app.test_client()
        for number in range(GUESSES):
            form = {"phone": phone, "password": f"wrong-guess-{thread}-{number}"}
            answer = browser.post("/sign-in", data=form)
            with lock:
                answers[answer.status_code] += 1

    assert together(app, guess) == []
    return answers


def test_of_200_parallel_guesses_five_are_compared(app, monkeypatch, computed):
    monkeypatch.setattr(throttles.PER_ADDRESS, "tries", 1000)  # or this limit would stop them first
    account = make_account()
    computed.clear()

    answers = guess_in_parallel(app, account.phone)

    assert answers == {422: 5, 429: THREADS * GUESSES - 5}
    assert computed == {"matches": 5 * operations.HASHES_PER_TRY}
    assert (
        app.test_client()
        .post("/sign-in", data={"phone": account.phone, "password": PASSWORD})
        .status_code
        == 429
    )


def test_one_address_gets_sixty_tries_at_all_phones_and_is_slowed_then(app, computed):
    """The pace after the sixtieth is one in ten seconds: parallel tries get no further."""
    answers: list[int] = []

    def spray(thread: int) -> None:
        browser = app.test_client()
        for number in range(10):
            form = {"phone": f"1380000{thread}{number:03d}", "password": "summer-2026"}
            answers.append(browser.post("/sign-in", data=form).status_code)

    with time_machine.travel(datetime(2026, 9, 1, 9, 0, tzinfo=UTC), tick=False):
        assert together(app, spray) == []
    assert Counter(answers) == {422: 60, 429: 20}
    assert computed["matches"] == 60 * operations.HASHES_PER_TRY


def test_without_the_limit_every_guess_is_compared(app, monkeypatch, computed):
    """The control: with the limit off, all 200 guesses are evaluated."""
    monkeypatch.setattr(throttles, "count_sign_in", lambda *_args, **_more: ())
    account = make_account()
    computed.clear()

    answers = guess_in_parallel(app, account.phone)

    assert answers == {422: THREADS * GUESSES}
    assert computed["matches"] == THREADS * GUESSES * operations.HASHES_PER_TRY


@pytest.mark.parametrize("password", ["wrong-guess-1", PASSWORD])
@pytest.mark.parametrize("accounts", [0, 1, 2, 3, 5, 7])
def test_every_phone_costs_as_many_hashes_however_many_share_it(
    client, computed, accounts, password
):
    for number in range(accounts):
        make_account(phone="19900000001", name=f"第{number}位")
    computed.clear()

    client.post("/sign-in", data={"phone": "19900000001", "password": password})

    assert computed == {"matches": operations.HASHES_PER_TRY}


@pytest.mark.parametrize("phone", ["19900000001", "19900000002"])
def test_registering_a_known_and_a_new_person_costs_one_hash_each(client, computed, phone):
    make_account(phone="19900000001", name="张建国")
    computed.clear()
    form = {"name": "张建国", "phone": phone, "password": "long-march-9", "consent": "y"}

    client.post("/register", data=form)

    assert computed == {"hash": 1}
