"""Pages of an employer."""

import re

from playwright.sync_api import expect

from tests.browser.pages.screen import Screen


class Candidates(Screen):
    heading = "^合适的人："

    def entitled(self) -> int:
        """Number of people shown as meeting the hard conditions."""
        found = re.search(r"符合硬性条件的求职退役军人 (\d+) 人", self.text())
        return int(found[1]) if found else 0

    def shown(self) -> int:
        """Number of people listed."""
        return self.page.locator("tbody tr").count()

    def relax(self) -> "Relax":
        """Open the page of conditions that exclude people."""
        self.follow("放宽一条")
        return Relax(self.window)


class Relax(Screen):
    heading = "^放宽一条："

    def offers(self) -> list[str]:
        """The sentences on what relaxing each condition would gain."""
        return self.page.locator(".todo li > div").all_inner_texts()

    def relax_first(self) -> Candidates:
        """Relax the first condition."""
        self.press("放宽")
        return Candidates(self.window)


class Vacancy(Screen):
    """A vacancy's page for its employer; the heading is its title."""

    def __init__(self, window, title: str) -> None:
        super().__init__(window, heading=f"^{title}$")
        self.title = title

    @property
    def number(self) -> int:
        """The id of the vacancy."""
        return int(self.window.path.rsplit("/", 1)[1])

    def candidates(self) -> Candidates:
        """Open the list of candidates."""
        self.follow("合适的人")
        return Candidates(self.window)


class CheckVacancy(Screen):
    heading = "^核对岗位$"

    def refuses(self) -> bool:
        """Return whether the vacancy cannot be submitted."""
        return self.page.get_by_role("button", name="提交审核").count() == 0

    def back(self) -> "VacancyForm":
        """Return to the form."""
        self.follow("返回修改")
        return VacancyForm(self.window)

    def submit(self, title: str) -> Vacancy:
        """Submit the vacancy."""
        self.press("提交审核")
        return Vacancy(self.window, title)


class VacancyForm(Screen):
    heading = "岗位$"

    def write(self, **texts: str) -> CheckVacancy:
        """Fill in the given fields and continue to the check."""
        self.fill(**texts)
        self.press("下一步：核对")
        return CheckVacancy(self.window)


class EmployerDesk(Screen):
    heading = "公司$"

    def new_vacancy(self) -> VacancyForm:
        """Open the form of a new vacancy."""
        self.follow("写新岗位")
        return VacancyForm(self.window)


class VacancyPage(Screen):
    """A vacancy's public page."""

    def __init__(self, window, title: str) -> None:
        super().__init__(window, heading=f"^{title}$")
        expect(self.page.get_by_role("heading", name="工作内容")).to_be_visible()

    def posting(self) -> str:
        """The JSON-LD of the page as text."""
        return self.page.locator('script[type="application/ld+json"]').inner_text()
