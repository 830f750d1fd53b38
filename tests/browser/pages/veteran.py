"""Pages of a veteran."""

import re
from dataclasses import dataclass
from typing import Self

from playwright.sync_api import Locator, expect

from tests.browser.pages.screen import Screen


@dataclass(frozen=True)
class Shown:
    """A vacancy as a list shows it."""

    title: str
    reasons: tuple[tuple[str, str], ...]  # the sentence and its address
    why: str


class Vacancies(Screen):
    heading = "^正在招聘的岗位$"

    def search(self, words: str) -> Self:
        """Search the open vacancies."""
        self.page.get_by_role("searchbox").fill(words)
        self.leave_by(self.page.get_by_role("button", name="搜索"))
        return type(self)(self.window)

    def titles(self) -> list[str]:
        """The titles on this page, in order."""
        return self.page.locator(".vacancy__title").all_inner_texts()


class Why(Screen):
    heading = "^怎么算的$"

    def parts(self) -> list[float]:
        """The points of every dimension; a missing one counts nothing."""
        texts = self.page.locator("tbody td.num").all_inner_texts()
        return [0.0 if text == "不算" else float(text) for text in texts]

    def total(self) -> float:
        """The total of the points."""
        return self.numbers("tfoot td.num")[0]

    def reason(self, place: str) -> str:
        """The text at the place a link leads to."""
        return self.page.locator(f"#{place}").inner_text()

    def sources(self) -> list[str]:
        """The addresses of the links to the vacancy's own words."""
        links = self.page.get_by_role("link", name="看原文").all()
        return [link.get_attribute("href") or "" for link in links]


class Matches(Screen):
    heading = "，您好$"

    def fitting(self) -> int:
        """Number of vacancies shown as fitting; 0 where there is no such sentence."""
        found = re.search(r"有 (\d+) 个岗位适合", self.text())
        return int(found[1]) if found else 0

    def titles(self) -> list[str]:
        """The titles on this page, in order."""
        return self.page.locator(".vacancy__title").all_inner_texts()

    def first(self) -> Shown:
        """The first vacancy of the list."""
        card = self.page.locator("article.vacancy").first
        return Shown(
            title=card.locator(".vacancy__title").inner_text(),
            reasons=tuple(_link(link) for link in card.locator(".why li:not(.why__note) a").all()),
            why=card.get_by_role("link", name="怎么算的").get_attribute("href") or "",
        )

    def why(self) -> Why:
        """Open the page on how the first vacancy was scored."""
        self.follow("怎么算的")
        return Why(self.window)


def _link(link: Locator) -> tuple[str, str]:
    return link.inner_text(), link.get_attribute("href") or ""


class NearList(Screen):
    """Vacancies missed by one condition; the heading is the sentence that was followed."""

    def total(self) -> int:
        """Number of vacancies on all pages of the list."""
        found = re.search(r"(\d+) 个岗位）?$", self.page.locator(".pages__now").inner_text())
        return int(found[1]) if found else -1


class Near(Screen):
    heading = "^差一点就能去的岗位$"

    def sentences(self) -> list[str]:
        """The sentences on the vacancies missed by each condition."""
        return self.page.locator(".tasks a").all_inner_texts()

    def vacancies(self, sentence: str) -> NearList:
        """Open the list of vacancies that a sentence counts."""
        self.leave_by(self.page.get_by_role("link", name=sentence, exact=True))
        return NearList(self.window, heading=f"^{re.escape(sentence)}$")


class Section(Screen):
    """A section of the profile; the heading is its title."""

    def __init__(self, window, title: str) -> None:
        super().__init__(window, heading=f"^{title}$")

    def save(self, following: str) -> "Section":
        """Save and return the section that follows."""
        self.press("保存，下一步")
        return Section(self.window, following)

    def skip(self, following: str) -> "Section":
        """Skip this section."""
        self.follow("先跳过这一步")
        return Section(self.window, following)

    def add(self, words: str, title: str) -> "Record":
        """Add a record to a section with several."""
        self.follow(words)
        return Record(self.window, title)


class Record(Screen):
    """A record of a section: a period of service, a licence."""

    def __init__(self, window, title: str) -> None:
        super().__init__(window, heading=f"^填写{title}$")
        self.title = title

    def save(self) -> Section:
        """Save and return the list of records."""
        self.leave_by(self.page.get_by_role("button", name="保存", exact=True))
        return Section(self.window, self.title)


class MyData(Screen):
    heading = "^我的数据$"


class Me(Screen):
    heading = ""

    def __init__(self, window) -> None:
        super().__init__(window, heading=".")
        expect(self.page.get_by_role("heading", name="我的资料")).to_be_visible()

    def section(self, title: str) -> Section:
        """Open a section."""
        tasks = self.page.locator(".tasks")
        self.leave_by(tasks.get_by_role("link", name=title, exact=True))
        return Section(self.window, title)

    def my_data(self) -> MyData:
        """Open the page of all stored data."""
        self.follow("我的数据")
        return MyData(self.window)

    def sort_by(self, way: str) -> Self:
        """Choose the order of vacancies."""
        self.press(f"改成按{way}排序")
        return type(self)(self.window)
