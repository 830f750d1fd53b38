"""People and vacancies for the tests of matching: a truck driver with a full profile."""

from datetime import date
from html.parser import HTMLParser
from typing import Any

from jobs.vacancies.models import Vacancy, VacancyCredential
from people.veterans.models import (
    Branch,
    CredentialRecord,
    RankSystem,
    Schooling,
    ServiceRecord,
    Veteran,
)
from tests.jobs.vacancies.world import make_vacancy
from tests.people.divisions.world import LIUCHENG
from tests.people.veterans.world import make_veteran

TRUCK = "4-02-02-02"  # 道路货运汽车驾驶员


def a_service(**more: Any) -> ServiceRecord:
    """Return eight years in a transport company, not saved."""
    values: dict[str, Any] = {
        "branch": Branch.ARMY,
        "specialty": "汽车驾驶",
        "rank_system": RankSystem.FROM_2009,
        "rank": "中士",
        "started_on": date(2010, 12, 1),
        "ended_on": date(2018, 12, 1),
    }
    return ServiceRecord(**(values | more))


def a_driver(**more: Any) -> Veteran:
    """Make a truck driver of 榴城镇 who holds A2 only and wants to drive from 6000 yuan on."""
    values: dict[str, Any] = {
        "born_on": date(1990, 5, 1),
        "schooling": Schooling.SENIOR,
        "services": [a_service()],
        "credentials": [CredentialRecord(key="drive_a2", name="A2 驾照")],
        "credentials_complete_on": date(2026, 1, 5),
        "skills_text": "会修车",
        "wanted_occupations": [TRUCK],
        "wanted_places": [LIUCHENG],
        "accepts_away": False,
        "pay_min": 6000,
    }
    return make_veteran(**(values | more))


def a_truck_vacancy(**more: Any) -> Vacancy:
    """Make an open vacancy that requires an A2 licence."""
    values: dict[str, Any] = {
        "occupation_code": TRUCK,
        "credentials": [VacancyCredential(key="drive_a2")],
    }
    return make_vacancy(**(values | more))


class Page(HTMLParser):
    """The texts of a page by class or tag, and its links."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self.cells: list[list[str]] = []
        self.titles: list[str] = []
        self.titled: list[str] = []  # links of the vacancies' titles
        self.words: list[str] = []
        self._href: str | None = None
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record the tag of the text that follows."""
        values = dict(attrs)
        if tag in ("td", "th", "a", "h2", "li", "main"):
            self._open.append((tag, values.get("class") or ""))
        if tag == "a":
            self._href = values.get("href") or ""
            self.links.append((self._href, ""))
            if ("h2", "vacancy__title") in self._open:
                self.titled.append(self._href)
        if tag == "tr":
            self.cells.append([])
        if tag in ("td", "th"):
            self.cells[-1].append("")
        if tag == "h2" and "vacancy__title" in (values.get("class") or ""):
            self.titles.append("")

    def handle_endtag(self, tag: str) -> None:
        """Record the end of a tag."""
        if self._open and self._open[-1][0] == tag:
            self._open.pop()
        if tag == "a":
            self._href = None

    def handle_data(self, data: str) -> None:
        """Add a text to the parts it belongs to."""
        self.words.append(data)
        tags = [tag for tag, _ in self._open]
        if self._href is not None:
            href, words = self.links[-1]
            self.links[-1] = (href, words + data)
        if ("h2", "vacancy__title") in self._open:
            self.titles[-1] += data
        if self.cells and ("td" in tags or "th" in tags) and self.cells[-1]:
            self.cells[-1][-1] += data.strip()

    @property
    def text(self) -> str:
        """All words of the page."""
        return " ".join(" ".join(self.words).split())

    def hrefs(self, words: str) -> list[str]:
        """Return the addresses of links with these words."""
        return [href for href, stated in self.links if words in stated]


def vacancies_of(page: Page) -> list[int]:
    """Return the ids of the vacancies of a list in its order."""
    return [int(href.rpartition("/")[2]) for href in page.titled]
