"""No pattern, guard, lint, reader or parser is worse than linear, whatever text it gets.

`re` holds the interpreter's lock, so one slow text would stop every thread of the server. The
subjects are found by themselves (tests/support/linear): patterns as the tree compiles them,
functions and methods by their signature, forms, and the readers of imported nouns. Each is
measured in a child process, which two seconds of CPU end.
"""

import pytest

from tests.support.linear import growth
from tests.support.linear.parent import Report, run

FUNCTIONS = 400  # a floor: fewer would mean that the rule which finds them is broken
PATTERNS = 200


@pytest.fixture(scope="module")
def report() -> Report:
    return run()


def test_the_cost_of_a_text_grows_with_its_length(report):
    assert report.slow == {}


def test_every_pattern_of_the_tree_is_measured(report):
    assert report.lost == [], "a pattern made while running: compile it with its module"
    assert report.subjects >= PATTERNS + FUNCTIONS
    assert len(report.seeds) >= 200


def test_a_quadratic_pattern_is_found():
    """The control: a quadratic pattern is killed, a linear one is not."""
    found = run("planted")

    assert found.slow == {"quadratic": "killed on ['', '1']"}
    assert found.subjects == 2


@pytest.mark.parametrize(("power", "times"), [(1, 0), (1.2, 0), (1.5, 8), (2, 16)])
def test_growth_is_found_where_nothing_is_killed(monkeypatch, power, times):
    """The control of the ratio, by a clock that the code under test moves."""
    clock = Clock()
    monkeypatch.setattr(growth, "time", clock)

    def code(text: str) -> None:
        clock.now += (len(text) / 100_000) ** power

    assert round(growth.growth(growth.Subject("", code, ()), ("", "1"))) == times


class Clock:
    """Both clocks of `time`, standing still."""

    now = 0.0

    def process_time(self) -> float:
        return self.now

    perf_counter = process_time
