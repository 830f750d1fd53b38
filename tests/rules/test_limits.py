"""A list, print or export that stops somewhere says so: each limit has its place in a list."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import ROOT

PACKAGES = ("core", "people", "jobs", "fairs", "placements", "matching", "desk", "sheets")
PAGED = "pages of a list, which state the total"
STATED = "the page states how many it shows"
CHOICE = "suggestions or a chart of the most, not the list"
WORK = "work in portions, the rest follows"
SEARCH = "a search; more namesakes than this ask for more words"
# Each query that stops at a number: its module and the number, and why nothing is lost in silence.
LIMITS = {
    ("core/outbox.py", "most"): WORK,
    ("core/paging.py", "per_page"): PAGED,
    ("core/slices.py", "DELETED"): WORK,
    ("fairs/exchange/queries.py", "50"): CHOICE,
    ("fairs/fairs/queries/door.py", "MOST_NAMESAKES"): SEARCH,
    ("fairs/fairs/queries/sign_ups.py", "number"): STATED,
    ("jobs/applications/disclosure.py", "MOST_VIEWS"): STATED,
    ("jobs/applications/queries.py", "most"): "the nearest interviews, beside a link to all",
    ("jobs/vacancies/queries.py", "60"): CHOICE,
    ("jobs/vacancies/postings.py", "most"): CHOICE,
    ("matching/learning/queries.py", "MOST"): "impressions learnt from, no list",
    ("matching/versions/queries.py", "most"): "the newest versions",
    ("people/auditing/queries.py", "MOST_FOUND"): SEARCH,
    ("people/stations/queries.py", "MOST_TASKS"): STATED,
    ("people/veterans/queries/lists.py", "MOST_FOUND"): STATED,
    ("people/veterans/queries/own_data.py", "most"): STATED,
    ("people/veterans/queries/profiles.py", "20"): CHOICE,
    ("placements/placements/queries/employers.py", "MOST_FOUND + 1"): SEARCH,
    ("sheets/queries.py", "count"): "the rows just added",
}


def limits(source: str) -> Iterator[str]:
    """Yield what queries of a module stop at; stopping at one row asks whether there is any."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    asked = ((one, one.func) for one in calls if isinstance(one.func, ast.Attribute))
    numbers = (ast.unparse(one.args[0]) for one, method in asked if method.attr == "limit")
    yield from (number for number in numbers if number != "1")


def modules() -> list[Path]:
    return sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))


def test_every_query_that_stops_at_a_number_is_in_the_list():
    found = {
        (path.relative_to(ROOT).as_posix(), most)
        for path in modules()
        for most in limits(path.read_text(encoding="utf-8"))
    }

    assert found == set(LIMITS)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("rows = session.scalars(query.limit(200))", ["200"]),
        ("rows = query.order_by(a).limit(most + 1)", ["most + 1"]),
        ("one = session.scalar(query.limit(1))", []),
    ],
)
def test_a_limit_is_found(source, found):
    assert list(limits(source)) == found


def test_no_template_leaves_out_rows():
    """A slice in a template would be a list that stops without a word."""
    sliced = [
        path.name
        for path in (ROOT / "templates").rglob("*.html")
        if "[:" in path.read_text(encoding="utf-8").replace("[::-1]", "")
    ]

    assert sliced == []
