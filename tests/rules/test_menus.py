"""Every page has a way to it, no page asks for what its viewer may not do, menus stay short."""

import sys
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from core import rooms
from core.access import EVERYONE, READ_ONLY, Role, rule_of
from core.features import installed
from core.navigation import Entry
from tests.rules.test_every_route import routes
from tests.support.busy import make_busy
from tests.support.walking import Judge, Walker
from tests.support.world import build_world

# Pages without a link, each with its reason.
NOT_LINKED = {
    "accounts.who": "follows signing in with a telephone number of several accounts",
    "employers.registered": "follows the registration of an employer",
    "fairs.by_code": "the address in a printed code",
    "health.live": "asked by the server's own checks",
    "health.ready": "asked by the server's own checks",
    "health.scheduler": "asked by the server's own checks",
    "vacancies.short": "the address in a printed code",
    "villages.residence": "shows the form of a person's file again after a fault",
    "web.csrf": "fetched by a script",
    "web.favicon": "fetched by browsers",
    "web.gallery": "shows the components to those who write pages",
}
Walks = dict[Role | None, Walker]


@pytest.fixture(scope="module")
def finished() -> dict[str, Walks]:
    """The walks by database: each is done once."""
    return {}


@pytest.fixture
def walks(app, database, sign_in, finished, capsys) -> Walks:
    """A walk through a busy world for each role, None for a visitor."""
    if database.name not in finished:
        world = build_world()
        browsers = {role: sign_in(world.accounts[role]) for role in Role}
        make_busy(world, browsers)
        clients: dict[Any, Any] = {None: app.test_client(), **browsers}
        made = {role: Walker(one, Judge(app, role)) for role, one in clients.items()}
        for walker in made.values():
            walker.walk("/")
        with capsys.disabled():
            pages = sum(len(walker.pages) for walker in made.values())
            sys.stdout.write(f"\n{pages} pages opened\n")
        finished[database.name] = made
    return finished[database.name]


def test_every_page_of_a_role_is_reached_by_links(app, walks):
    by_visitors = walks[None].reached()
    missing = [
        (role, rule.endpoint)
        for role, walker in walks.items()
        for rule in routes(app)
        if "GET" in rule.methods and rule_of(app, rule.endpoint).permits(role, "GET")
        if rule.endpoint not in walker.reached() | NOT_LINKED.keys()
        if not (rule_of(app, rule.endpoint).is_public and rule.endpoint in by_visitors)
    ]

    assert missing == [], "\n".join(map(str, missing))


def test_the_list_of_pages_without_a_link_is_true(walks):
    reached = set().union(*(walker.reached() for walker in walks.values()))

    assert reached & NOT_LINKED.keys() == set()


def test_no_page_asks_for_what_its_viewer_may_not_do(walks):
    forbidden = [
        (role, page, way.method, way.address)
        for role, walker in walks.items()
        for page, way in walker.forbidden(walker.judge)
        if role or way.method != "GET"  # a visitor is led to sign in
    ]

    assert forbidden == [], "\n".join(map(str, forbidden))


def test_the_walk_sees_what_a_role_may_not_do(walks):
    """The control: shown to a leader, an officer's pages would ask for much."""
    officer = walks[Role.OFFICER]
    leader = Judge(officer.judge.app, Role.LEADER)
    found = officer.forbidden(leader)
    asked = {leader.endpoint(way.method, way.address) for _page, way in found}

    assert {"fairs.new", "parameters.change", "pledges.review"} <= asked
    assert {"desk.today", "accounts.sign_out"} & asked == set()


def test_every_way_leads_somewhere(walks):
    lost = [
        (role, page.address, page.status)
        for role, walker in walks.items()
        for page in walker.pages
        if page.status not in (200, 302, 303)
    ]

    assert lost == [], "\n".join(map(str, lost))


def test_every_page_with_a_menu_shows_where_it_belongs(walks):
    """One entry is active; on the desk it is there twice, once in the drawer for phones."""
    wrong = [
        (role, page.address, page.active)
        for role, walker in walks.items()
        for page in walker.pages
        if page.has_menu and len(set(page.active)) != 1
    ]

    assert wrong == [], "\n".join(map(str, wrong))


def faults(entries: Iterable[Entry]) -> list[str]:
    """Return the roles whose menu is too long, and the rooms that are too full."""
    found = []
    for role in Role:
        filled = Counter(entry.room for entry in entries if role in entry.roles)
        if len(filled) > rooms.MOST_ROOMS:
            found.append(f"{role.value}: {len(filled)} top entries")
        crowded = [room.label for room in filled if filled[room] > rooms.MOST_ENTRIES]
        found += [f"{role.value}: {label} is too full" for label in crowded]
    return found


def test_no_menu_is_too_long(app):
    assert faults(installed().menu) == []


def test_a_menu_with_fifteen_top_entries_is_found():
    more = [rooms.Room(f"室{number}", "home") for number in range(rooms.MOST_ROOMS + 1)]
    long = [Entry("页", "home", "desk.today", EVERYONE, room) for room in more]
    full = [Entry("页", "home", "desk.today", EVERYONE, rooms.TODAY)] * (rooms.MOST_ENTRIES + 1)

    assert faults(long[:-1]) == faults(full[:-1]) == []
    assert "OFFICER: 15 top entries" in faults(long)
    assert "OFFICER: 今天 is too full" in faults(full)


def test_every_entry_of_the_side_menu_is_in_a_room_of_the_list(app):
    """An entry in no room, or in one that is not listed, would not be shown."""
    assert {entry.room for entry in installed().menu} == set(rooms.ROOMS)


def test_no_top_entry_is_shown_twice(app):
    for role in Role:
        mine = {entry.room for entry in installed().menu if role in entry.roles}
        shown = [room.label for room in rooms.ROOMS if room in mine]
        assert len(shown) == len(mine) == len(set(shown)), role


def test_what_an_entry_covers_exists(app):
    addresses = tuple(rule.rule for rule in routes(app))
    unknown = [
        (entry.label, name)
        for entry in installed().menu + installed().tabs
        for name in entry.covers
        if name not in app.view_functions and not any(one.startswith(name) for one in addresses)
    ]

    assert unknown == []


def test_what_waits_is_work_only_for_those_who_may_do_it(app):
    """A role that may change nothing has work where it is the second person of a change."""
    counting = [entry for entry in installed().menu if entry.count is not None]
    read_only = {
        (role, entry.label)
        for entry in counting
        for role in entry.workers & READ_ONLY & entry.roles
    }

    assert read_only == {(Role.LEADER, "账号变动")}
