"""Every number of every page, for every role, has a list with that many rows.

The first half reads templates: a number is printed by a figure, which names its list. The second
opens every page, follows each number to its list, pages through it and counts the rows.
"""

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
from tests.support.counting import Lists, Shown, read
from tests.support.crowded import make_crowded
from tests.support.printed_numbers import bare
from tests.support.sites import COMPONENT, marked, names, sites, source_of
from tests.support.walking import Judge, Page, Walker
from tests.support.world import build_world

MOST = 1  # pages of a kind that are walked
# Numbers printed outside a figure: by template and expression, and why each is no count of rows.
DATA = "a list or mapping handed on, not printed"
ASKED = "how many a vacancy asks for, as its employer typed it"
PLACE = "the place of a page in a row of pages"
FILLED = "fields of one profile that are filled in"
LIMIT = "a limit or a parameter"
WEIGHT = "what a row counts for, in an attribute"
BARE = {
    ("arrivals/import.html", "number"): "the number of a line of a sheet",
    ("auditing/index.html", "broken"): "the number of a record",
    ("benefits/recognition.html", "least"): LIMIT,
    ("candidates/sheet.html", "vacancy.headcount"): ASKED,
    ("components/kpi.html", "trend|length"): "a coordinate of a drawing",
    ("components/progress.html", "total"): "steps of a run",
    ("components/search_box.html", "kept"): DATA,
    ("components/step_bar.html", "total"): PLACE,
    ("components/task_list.html", "task.count"): WEIGHT,
    ("desk/employer.html", "missing"): "names of fields",
    ("desk/referrals.html", "tries"): LIMIT,
    ("fairs/_door_notes.html", "waiting"): DATA,
    ("fairs/show.html", "vacancy.headcount"): ASKED,
    ("imports/detail.html", "counts"): DATA,
    ("imports/detail.html", "running.total"): "steps of a run",
    ("imports/detail.html", "totals"): DATA,
    ("layouts/base.html", "?|length"): "the title of a window holds no tags; the page repeats it",
    ("lists/_card.html", "vacancy.headcount"): ASKED,
    ("lists/why.html", "points.total"): "points, no rows",
    ("pledges/index.html", "pledge.headcount"): "what a firm promised",
    ("pledges/overdue.html", "pledge.headcount"): "what a firm promised",
    ("pledges/own.html", "pledge.headcount"): "what a firm promised",
    ("relaxing/print.html", "vacancy.headcount"): ASKED,
    ("stations/detail.html", "station.vacancies_planned"): "what a station is to have",
    ("stations/index.html", "small"): LIMIT,
    ("vacancies/open_vacancies.html", "kept"): DATA,
    ("veterans/detail.html", "done"): FILLED,
    ("veterans/detail.html", "total"): FILLED,
    ("veterans/export.html", "most"): LIMIT,
    ("veterans/me.html", "done"): FILLED,
    ("veterans/me.html", "total"): FILLED,
    ("veterans/records.html", "total"): PLACE,
    ("veterans/search.html", "most"): LIMIT,
    ("veterans/section.html", "total"): PLACE,
    ("villages/print_index.html", "row.idle"): WEIGHT,
    ("villages/print_index.html", "row.people"): WEIGHT,
}
# Figures whose list the viewer does not see, by template.
POOL = "whoever fits is not listed beyond the first 20: there is no pool to leaf through"
SHEET = "rows of a sheet that was read; a sheet is not kept by rows"
REPLAY = "a number of an evaluation, kept with its version"
ALONE = {
    "auditing/index.html": "people of one event; the event names the first three",
    "auditing/print.html": "people of one event; the event names the first three",
    "benefits/recognition.html": "the people hired are listed to their employer",
    "candidates/index.html": POOL,
    "candidates/sheet.html": POOL,
    "components/bar_chart.html": "what falls short of a plan, or what relaxing would bring",
    "components/import_preview.html": SHEET,
    "components/kpi.html": "an import's rows; at the check-in desk, people of other townships",
    "exchange/index.html": "what a package held when it was made",
    "fairs/doors.html": "a clerk sees people at the desk, not lists of other townships",
    "imports/columns.html": SHEET,
    "imports/detail.html": SHEET,
    "imports/index.html": SHEET,
    "imports/undo.html": "rows that are about to be deleted",
    "learning/versions.html": REPLAY,
    "pledges/index.html": "the people behind a promise are not public",
    "pledges/overdue.html": "the people behind a promise, within its days",
    "pledges/own.html": "the people behind a promise, within its days",
    "relaxing/index.html": POOL,
    "relaxing/print.html": POOL,
    "scheduling/index.html": "how often a process ended; no rows are kept",
    "stations/index.html": "what is short of a station's plan",
}
# Figures that the walk cannot reach, by template: pages that answer a form.
ANSWERS = {"components/error_summary.html", "fairs/_door_matches.html", "veterans/search.html"}
SAME = {"lists/index.html#11": "the number of lists/index.html#9, in another sentence"}


def found_bare() -> set[tuple[str, str]]:
    """Return what templates print outside a figure."""
    return {
        (name, found) for name in names() if name != COMPONENT for found in bare(source_of(name))
    }


def test_a_template_prints_no_count_outside_a_figure():
    found = found_bare()

    assert found - set(BARE) == set()
    assert set(BARE) - found == set()  # what is no longer printed leaves the list


@pytest.mark.parametrize(
    "source",
    [
        "<p>共 {{ page.total }} 人</p>",
        "{{ rows | length }}",
        '{{ page_head("名单", "共 " ~ page.total ~ " 人") }}',
        '{% call panel("单位", note=bookings | length ~ " 家") %}{% endcall %}',
        "{{ anything }} 家单位",
        '{{ "%d 人" | format(merged.came) }}',
        '{{ description_list([{"label": "人数", "value": a.n_people}]) }}',
        "{{ (counted if known else row.hires) }}",
    ],
)
def test_a_bare_count_is_found(source):
    assert len(bare(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '{{ figure_here(page.total, "共 {} 人") }}',
        "{% if rows | length > 1 %}几个{% endif %}",
        '{{ kpi("到场", came, "人", url=url) }}',
        "{{ row.name }}，{{ row.title }}",
    ],
)
def test_a_figure_is_no_bare_count(source):
    assert bare(source) == []


def test_every_figure_without_a_list_has_its_reason():
    alone = {site.partition("#")[0] for site, macro in sites().items() if macro == "figure_alone"}

    assert alone == set(ALONE)


@dataclass
class Look:
    """The numbers one role reads, each with a page that prints it, and the lists behind them."""

    lists: Lists
    shown: dict[Shown, str] = field(default_factory=dict)
    sites: set[str] = field(default_factory=set)
    pages: Counter[str] = field(default_factory=Counter)
    counting: set[str] = field(default_factory=set)

    def __call__(self, page: Page, text: str) -> None:
        counted = read(page.address, text)
        self.lists.know(page.address, counted)
        self.sites |= counted.sites
        self.pages[page.endpoint] += 1
        if counted.own:
            self.counting.add(page.endpoint)
        for one in counted.shown:
            self.shown.setdefault(one, page.address)

    def wants(self, endpoint: str) -> bool:
        """Return whether pages of an endpoint are worth opening: the first two had numbers."""
        return self.pages[endpoint] < 2 or endpoint in self.counting

    def wrong(self) -> list[tuple[str, Shown, int]]:
        """Return the numbers whose list has another number of rows."""
        found = [(page, one, self.lists.behind(one)) for one, page in self.shown.items()]
        return [(page, one, rows) for page, one, rows in found if rows != one.count]


@dataclass
class Walked:
    """What a walk through all roles found."""

    wrong: list[tuple[Any, str, Shown, int]]
    sites: set[str]


def walk(app: Any, sign_in: Any) -> Iterator[tuple[Role | None, Look]]:
    """Yield each role, None for a visitor, with what it reads in a busy world."""
    world = build_world()
    browsers = {role: sign_in(world.accounts[role]) for role in Role}
    make_busy(world, browsers)
    more = make_crowded(world, browsers[Role.OFFICER])
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
        made = Walked([], set())
        lines = []
        with marked(app):
            for role, look in walk(app, sign_in):
                made.wrong += [(role, *one) for one in look.wrong()]
                made.sites |= look.sites
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
