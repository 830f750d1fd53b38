"""Every page a role reaches from its menus answers, is accessible and fits any screen."""

import pytest
from playwright.sync_api import Error

from tests.browser import checks
from tests.demo.world import (
    ADMIN,
    AUDITOR,
    DIRECTOR_LIU,
    LAO_ZHANG,
    MANAGER_WANG,
    MANAGER_ZHAO,
    OFFICER_CHEN,
    RECRUIT_WANG,
    STATION_ZHOU,
)

pytestmark = pytest.mark.browser
MOST_PAGES = 200
# Whose menus, where the walk begins, and pages it must find, to prove that it sees links.
WALKS = {
    "visitor": (None, ("/",), ("/open-vacancies/#", "/register", "/employers/register")),
    "veteran": (LAO_ZHANG, ("/",), ("/matches/#", "/me/service/#", "/me/data")),
    "employer": (MANAGER_WANG, ("/",), ("/vacancies/#/candidates", "/imports/new")),
    "clerk": (STATION_ZHOU, ("/",), ("/veterans/#/verify", "/veterans/#/matches/#")),
    "officer": (OFFICER_CHEN, ("/", "/ui"), ("/employers/#", "/vacancies/queue", "/imports")),
    "leader": (DIRECTOR_LIU, ("/",), ("/veterans/#", "/vacancies/#")),
    "admin": (ADMIN, ("/",), ("/staff/new",)),
    "auditor": (AUDITOR, ("/",), ("/audit", "/staff")),
}
# Pages that look different with few rows.
BEGINNINGS = {
    "newcomer": (
        RECRUIT_WANG,
        ("/matches", "/matches/near", "/me", "/me/service", "/me/data"),
    ),
    "employer": (MANAGER_ZHAO, ("/employer", "/vacancies", "/imports")),
}


@pytest.mark.parametrize("walk", WALKS)
def test_every_page_within_reach_is_sound(open_window, known, walk):
    person, starts, landmarks = WALKS[walk]

    walker = Walker(open_window(person), known)
    walker.walk(starts)

    assert not walker.faults, "\n".join(walker.faults)
    assert set(landmarks) <= walker.seen
    assert len(walker.seen) <= MOST_PAGES


@pytest.mark.parametrize("role", BEGINNINGS)
def test_pages_are_sound_while_there_is_little_to_show(open_window, known, role):
    person, paths = BEGINNINGS[role]
    window = open_window(person)

    for path in paths:
        assert window.go(path).status == 200
        assert checks.page_faults(window, known) == []


class Walker:
    """Follows every link to a new kind of page and collects its faults."""

    def __init__(self, window, known) -> None:
        self.window = window
        self.known = known
        self.seen: set[str] = set()
        self.faults: list[str] = []

    def walk(self, starts) -> None:
        """Visit all pages that can be reached from the starts."""
        ahead = list(starts)
        while ahead:
            path = ahead.pop(0)
            if checks.shape(path) not in self.seen:
                self.seen.add(checks.shape(path))
                ahead += self._visit(path)

    def _visit(self, path: str) -> list[str]:
        if not self._opens(path):
            return []
        found = checks.page_faults(self.window, self.known)
        self.faults += [f"{path} {fault}" for fault in found]
        return checks.links(self.window)

    def _opens(self, path: str) -> bool:
        """Return whether a path is a page; a download only has to answer."""
        try:
            status = self.window.go(path).status
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            answer = self.window.page.context.request.get(self.window.address + path)
            self._judge(path, answer.status)
            return False
        self._judge(path, status)
        return True

    def _judge(self, path: str, status: int) -> None:
        if status != 200:
            self.faults.append(f"{path} answered {status}")
