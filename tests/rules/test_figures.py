"""Every number of every page, for every role, has a list with that many rows.

Every page is opened, each number followed to its list, the list paged through, its rows counted.
That templates print no other numbers is in `test_printed_numbers.py`.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from core import looks, paging
from core.access import Role
from desk import waiting
from people.veterans.views import lists as veteran_lists
from tests.people.veterans.world import make_veteran
from tests.support.busy import make_busy
from tests.support.counting import Lists, Shown, in_words, read
from tests.support.crowded import make_crowded
from tests.support.sites import marked, sites
from tests.support.walking import Judge, Page, Walker
from tests.support.world import build_world

MOST = 1  # pages of a kind that are walked
# What pages say of numbers outside figures: no count of rows, or sentences made elsewhere.
IN_WORDS = {
    "": (
        r"招 \d+ [人名]",  # how many a vacancy asks for, or a firm promised
        r"(至少|最多.?|最近|满|前|的|写|填) ?\d+",  # limits, and what a field takes
        r"\d+ 位",
        r"20—99\s?人",  # the size of a firm
        r"推荐 \d+ 次",
    ),
    "candidates.": (r"有 \d+ 人",),  # relaxing one condition: there is no pool to leaf through
    "relaxing.": (r"有 \d+ 人",),
    "vacancies.": (r" \d+ 人",),  # how many the vacancy asks for
    "parameters.": (r"\d+",),
    "stations.": (r"/ \d+ 人", r"（\d+ 人"),  # the plan, and a limit
    "veterans.": (r"资料填了 \d+ 项", r"共 \d+ 项"),
    "learning.": (r"\d+",),  # what a new version would learn from
}
# Figures that the walk cannot reach, by template: pages that answer a form.
ANSWERS = {
    "arrivals/search.html",
    "components/error_summary.html",
    "fairs/_door_matches.html",
    "stations/opened.html",
    "veterans/search.html",
}
SAME = {"lists/index.html#11": "the number of lists/index.html#9, in another sentence"}


@dataclass
class Look:
    """The numbers one role reads, each with a page that prints it, and the lists behind them."""

    lists: Lists
    shown: dict[Shown, str] = field(default_factory=dict)
    sites: set[str] = field(default_factory=set)
    pages: Counter[str] = field(default_factory=Counter)
    counting: set[str] = field(default_factory=set)
    in_words: set[tuple[str, str]] = field(default_factory=set)

    def __call__(self, page: Page, text: str) -> None:
        counted = read(page.address, text)
        self.lists.know(page.address, counted)
        self.in_words |= {(page.endpoint, words) for words in in_words(text)}
        self.sites |= counted.sites
        self.pages[page.endpoint] += 1
        if counted.own:
            self.counting.add(page.endpoint)
        for one in counted.shown:
            self.shown.setdefault(one, page.address)

    def wants(self, endpoint: str) -> bool:
        """Return whether pages of an endpoint are worth opening: the first one had numbers."""
        return not self.pages[endpoint] or endpoint in self.counting

    def wrong(self) -> list[tuple[str, Shown, int]]:
        """Return the numbers whose list has another number of rows."""
        found = [(page, one, self.lists.behind(one)) for one, page in self.shown.items()]
        return [(page, one, rows) for page, one, rows in found if rows != one.count]


@dataclass
class Walked:
    """What a walk through all roles found."""

    wrong: list[tuple[Any, str, Shown, int]]
    sites: set[str]
    in_words: set[tuple[str, str]]


def walk(app: Any, sign_in: Any) -> Iterator[tuple[Role | None, Look]]:
    """Yield each role, None for a visitor, with what it reads in a busy world."""
    world = build_world()
    browsers = {role: sign_in(world.accounts[role]) for role in Role}
    make_busy(world, browsers)
    more = make_crowded(world)
    clients: dict[Any, Any] = {None: app.test_client(), **browsers}
    for role, client in clients.items():
        client.is_checking = False  # other tests check these pages
        look = Look(Lists(client))
        walker = Walker(client, Judge(app, role), most=MOST, look=look, wanted=look.wants)
        walker.walk("/")
        for address in more.get(role, ()):
            walker.visit(address)
        yield role, look


@pytest.fixture(scope="module")
def finished() -> dict[str, Walked]:
    """The walks by database: each is done once."""
    return {}


@pytest.fixture
def walked(app, database, sign_in, finished, capsys, monkeypatch) -> Walked:
    """The walk through the pages of every role."""
    if database.name not in finished:
        # A look that is recorded would add a row to the auditor's list while it is paged through.
        monkeypatch.setattr(looks, "to_record", lambda: (looks.SEEN, []))
        monkeypatch.setattr(paging, "MOST_PRINTED", 10)
        began = time.process_time()
        made = Walked([], set(), set())
        lines = []
        with marked(app):
            for role, look in walk(app, sign_in):
                made.wrong += [(role, *one) for one in look.wrong()]
                made.sites |= look.sites
                made.in_words |= look.in_words
                who = role.value if role else "a visitor"
                lines.append(f"{who}: {len(look.shown)} numbers on {look.pages.total()} pages")
        seconds = time.process_time() - began
        with capsys.disabled():
            sys.stdout.write("\n" + "\n".join((*lines, f"{seconds:.1f} s of CPU time")) + "\n")
        finished[database.name] = made
    return finished[database.name]


def test_every_number_has_a_list_with_that_many_rows(walked):
    assert walked.wrong == [], "\n".join(map(str, walked.wrong))


def test_every_kind_of_number_is_reached(walked):
    """A figure that no page of the walk prints, or only as 0, would be compared with nothing."""
    unseen = {
        site
        for site, macro in sites().items()
        if site not in walked.sites | SAME.keys() and macro != "figure_alone"
        if site.partition("#")[0] not in ANSWERS
    }

    assert unseen == set(), "\n".join(sorted(unseen))


def test_no_page_has_a_number_of_things_outside_a_figure(walked):
    """Sentences made in code are no figures: each has its place in the list."""
    unknown = [
        (endpoint, words)
        for endpoint, words in sorted(walked.in_words)
        if not any(
            re.search(known, words)
            for beginning, patterns in IN_WORDS.items()
            if endpoint.startswith(beginning)
            for known in patterns
        )
    ]

    assert unknown == [], "\n".join(map(str, unknown))


def test_a_number_that_is_one_too_many_is_found(app, database, sign_in, monkeypatch):
    """The control: each line of the first page counts one more than there is."""
    real = waiting.counted
    world = build_world()
    browser = sign_in(world.accounts[Role.OFFICER])
    monkeypatch.setattr(waiting, "counted", lambda *asked: real(*asked) + 1)
    look = Look(Lists(browser))
    Walker(browser, Judge(app, Role.OFFICER), look=look).visit("/desk")
    wrong = look.wrong()

    assert len(wrong) > 3
    assert {one.count - rows for _page, one, rows in wrong} == {1}


def test_a_list_that_loses_a_row_is_found(app, database, sign_in, monkeypatch):
    """The control: a list of several pages leaves out the last row of each."""
    world = build_world()
    browser = sign_in(world.accounts[Role.OFFICER])
    for _number in range(paging.PER_PAGE + 1):
        make_veteran()
    real = veteran_lists.paging.paginate
    monkeypatch.setattr(
        veteran_lists.paging,
        "paginate",
        lambda query, **more: replace(page := real(query, **more), rows=page.rows[:-1]),
    )
    look = Look(Lists(browser))
    Walker(browser, Judge(app, Role.OFFICER), look=look).visit("/veterans")
    lost = {(one.where, one.count - rows) for _page, one, rows in look.wrong()}

    assert ("/veterans", 2) in lost
