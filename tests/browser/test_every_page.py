"""Every page a role reaches from its menus: it answers, is accessible, and fits any screen."""

import pytest
from playwright.sync_api import Error

from tests.browser import checks
from tests.browser.conftest import DESK, PHONE
from tests.support import cast

pytestmark = pytest.mark.browser
MOST_PAGES = 60
# Whose menus, where the walk begins, and pages that must be found, or the walk has gone blind.
WALKS = {
    "visitor": (None, ("/", "/ui"), ("/jobs/#", "/register", "/employers/register")),
    "veteran": (cast.LAO_ZHANG, ("/",), ("/matches/#", "/me/service/#", "/me/data")),
    "newcomer": (cast.RECRUIT_WANG, ("/",), ("/matches/#", "/me/certificates/new")),
    "employer": (cast.MANAGER_WANG, ("/",), ("/vacancies/#/candidates", "/imports/new")),
    "waiting employer": (cast.MANAGER_ZHAO, ("/",), ("/vacancies/#/edit",)),
    "clerk": (cast.STATION_ZHOU, ("/",), ("/veterans/#/verify", "/veterans/#/matches/#")),
    "officer": (cast.OFFICER_CHEN, ("/",), ("/employers/#", "/vacancies/queue", "/imports")),
    "leader": (cast.DIRECTOR_LIU, ("/",), ("/veterans/#", "/vacancies/#")),
    "admin": (cast.ADMIN, ("/",), ("/staff/new",)),
    "auditor": (cast.AUDITOR, ("/",), ("/staff",)),
}


@pytest.mark.parametrize("walk", WALKS)
def test_every_page_within_reach_is_sound(open_window, walk):
    person, starts, landmarks = WALKS[walk]

    walker = Walker(open_window(person))
    walker.walk(starts)

    assert walker.faults == []
    assert set(landmarks) <= walker.seen
    assert len(walker.seen) <= MOST_PAGES


class Walker:
    """Follows every link to a new kind of page and notes what is wrong there."""

    def __init__(self, window) -> None:
        self.window = window
        self.seen: set[str] = set()
        self.faults: list[str] = []

    def walk(self, starts) -> None:
        """Look at all pages within reach of the starts."""
        ahead = list(starts)
        while ahead:
            path = ahead.pop(0)
            if checks.shape(path) not in self.seen:
                self.seen.add(checks.shape(path))
                ahead += self._visit(path)

    def _visit(self, path: str) -> list[str]:
        if not self._opens(path):
            return []
        found = checks.page_faults(self.window, DESK if self._is_desk() else PHONE)
        self.faults += [f"{path} {fault}" for fault in found]
        return checks.links(self.window)

    def _opens(self, path: str) -> bool:
        """Tell whether a page is there to look at; a download only has to answer."""
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

    def _is_desk(self) -> bool:
        return bool(self.window.page.locator("html.desk").count())
