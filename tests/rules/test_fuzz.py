"""No input breaks the server: hostile requests from the URL map and the forms, as every role.

`make soak` sends far more, with a seed of its own, which it prints.
"""

import os
import random

from core.access import Role
from tests.support.fuzz import Fuzzer
from tests.support.world import build_world

REQUESTS = int(os.environ.get("RONGYE_FUZZ_REQUESTS", "600"))
SEED = int(os.environ.get("RONGYE_FUZZ_SEED", "20260801"))


def test_no_request_breaks_the_server(app, sign_in):
    seed = random.SystemRandom().getrandbits(32) if SEED == 0 else SEED
    print(f"seed {seed}")  # noqa: T201 - shown when it fails, and by `make soak`

    tally = Fuzzer(app, build_world(), sign_in, seed).run(REQUESTS)

    print(tally.report())  # noqa: T201
    assert tally.broken == [], "\n".join([f"seed {seed}", *tally.broken])
    assert tally.reached >= 0.6 * tally.sent
    assert set(tally.by(0)) == {"visitor", *(role.value for role in Role)}


def test_a_view_that_breaks_is_found(app, sign_in, monkeypatch):
    """The control: a view that fails on what it is sent is in the report."""

    def broken(**_values: object) -> str:
        raise OverflowError

    broken.access_rule = app.view_functions["vacancies.open_vacancies"].access_rule
    monkeypatch.setitem(app.view_functions, "vacancies.open_vacancies", broken)

    tally = Fuzzer(app, build_world(), sign_in, seed=1).run(120)

    assert any("OverflowError" in fault for fault in tally.broken)
