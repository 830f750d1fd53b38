"""Rules on time: one place counts lengths of time, one cuts by year, one turns moments to days.

A place that lists, counts or exports by year is collected from the code; each has a test at the
edges of the year in `tests/rules/test_year_edges.py`, or that one fails.
"""

import ast
import re
from collections.abc import Callable

from core.config import ROOT
from tests.rules.test_house import trees

CLOCK = "core/clock.py"
YEARS = "core/years.py"
DURATIONS = "lexicon/durations.py"
# A day typed or read from a cell has no zone; these forms show a moment already made local.
DAYS_WITHOUT_ZONE = {"core/fields.py", "sheets/child.py", "fairs/fairs/forms/organising.py"}
# They look at the year of a day, never of a moment: numbers that hold a birth date, bounds of
# what can be typed, words of a date.
YEARS_OF_DAYS = {
    "core/fields.py",
    "core/filters.py",
    "people/secrecy/number_shapes.py",
    "people/secrecy/personal_numbers.py",
    "people/veterans/ranks.py",
    "people/veterans/rules.py",
    "sheets/dates.py",
    "sheets/operations.py",
}
# `.year` that is a column or a field of ours.
OWN_YEARS = {"Arrival.year", "arrival.year", "ask.year", "form.year", "self.year", "wanted.year"}


def _places(is_wrong: Callable[[ast.AST], bool]) -> set[str]:
    return {
        name
        for name, tree in trees()
        for node in ast.walk(tree)
        if not name.startswith("demo/") and is_wrong(node)
    }


def _calls(node: ast.AST, *names: str) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in names


def test_only_the_clock_turns_a_moment_into_a_day():
    def is_wrong(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "date"
            and not node.args
        )

    assert _places(is_wrong) == {CLOCK} | DAYS_WITHOUT_ZONE


def test_no_module_asks_a_moment_for_its_year():
    def is_wrong(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Attribute)
            and node.attr == "year"
            and ast.unparse(node) not in OWN_YEARS
        )

    assert _places(is_wrong) == {CLOCK, DURATIONS} | YEARS_OF_DAYS


def test_only_one_module_cuts_rows_by_year():
    """The database would cut by the year in UTC, or in the zone of its session."""

    def is_wrong(node: ast.AST) -> bool:
        makes_edge = (
            _calls(node, "date")
            and isinstance(node, ast.Call)
            and [ast.unparse(part) for part in node.args[1:]] in (["1", "1"], ["12", "31"])
            and not isinstance(node.args[0], ast.Constant)
        )
        return makes_edge or _calls(node, "extract", "date_trunc", "date_part", "to_char")

    assert _places(is_wrong) == {YEARS}
    assert _places(lambda node: ast.unparse(node) in ("func.strftime", "func.date")) == set()


def test_a_day_begins_in_beijing():
    def has_no_zone(node: ast.AST) -> bool:
        return _calls(node, "combine") and "BEIJING" not in ast.unparse(node)

    assert _places(has_no_zone) == set()


def test_only_one_module_counts_months_and_puts_them_in_words():
    by_twelve = re.compile(r"divmod\([^()]*, ?12\)|//\s*12\b|%\s*12\b")
    counting = {
        name
        for name, _tree in trees()
        if by_twelve.search((ROOT / name).read_text(encoding="utf-8"))
    }

    # The clock makes dates; a benefit of twelve months is money divided, not time.
    assert counting == {DURATIONS, CLOCK, "placements/benefits/months.py"}


def test_no_template_shows_days_that_were_counted():
    """Beyond two months days say nothing: `passed_in_words` shows months and years."""
    shown = re.compile(r"\b(?:row|case|veteran)\.\w*days\w*\s*(?:~|}})")
    wrong = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if shown.search(path.read_text(encoding="utf-8"))
    ]

    assert wrong == []
