"""No input breaks the server: hostile requests from the URL map and the forms, as every role.

`make soak` sends far more, with a seed of its own, which it prints.
"""

import os
import random

import pytest

from core.access import Role, Rule
from core.db import db
from tests.support.fuzz.fuzzer import Fuzzer
from tests.support.world import World, build_world

REQUESTS = int(os.environ.get("RONGYE_FUZZ_REQUESTS", "1600"))
SEED = int(os.environ.get("RONGYE_FUZZ_SEED", "20260801"))
EVERYONE = ("visitor", *(role.value for role in Role))


@pytest.fixture
def new_world(app, database):
    """Return a function that empties the database and makes the rows of the world again."""

    def make() -> World:
        db.session.remove()
        database.reset()
        return build_world()

    return make


def test_no_request_breaks_the_server(app, new_world, sign_in):
    seed = random.SystemRandom().getrandbits(32) if SEED == 0 else SEED
    print(f"seed {seed}")  # noqa: T201 - shown when it fails, and by `make soak`

    tally = Fuzzer(app, new_world, sign_in, seed).run(REQUESTS)

    print(tally.report())  # noqa: T201
    assert tally.broken == [], "\n".join([f"seed {seed}", *tally.broken])
    assert {who: round(tally.share(who), 2) for who in EVERYONE if tally.share(who) < 0.6} == {}
    assert tally.sent >= REQUESTS
    assert tally.unreached == []


def test_a_view_no_request_can_reach_is_named(app, new_world, sign_in, monkeypatch):
    """The control: a view that no role may use is in the report."""
    monkeypatch.setattr(app.view_functions["desk.today"], "access_rule", Rule(frozenset()))

    tally = Fuzzer(app, new_world, sign_in, seed=1).run(8)

    assert tally.unreached == ["GET desk.today"]
    assert "no request reached GET desk.today" in tally.report()


def test_a_view_that_breaks_is_found(app, new_world, sign_in, monkeypatch):
    """The control: views that fail are in the report, with what was sent to them."""

    def broken_like(view):
        def broken(**_values: object) -> str:
            raise OverflowError

        broken.access_rule = view.access_rule
        return broken

    for endpoint in ("lists.home", "vacancies.open_vacancies", "accounts.account"):
        monkeypatch.setitem(app.view_functions, endpoint, broken_like(app.view_functions[endpoint]))

    tally = Fuzzer(app, new_world, sign_in, seed=1).run(200)

    found = [fault for fault in tally.broken if "OverflowError" in fault]
    assert found
    assert {"/", "/account"} & {fault.partition("GET ")[2].split(" ")[0] for fault in found}
