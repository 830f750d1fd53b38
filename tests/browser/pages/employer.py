"""Pages of an employer."""

import re

from playwright.sync_api import expect

from tests.browser.pages.screen import Screen


class Candidates(Screen):
    heading = "^合适的人："

    def entitled(self) -> int:
        """How many people are said to fulfil the hard conditions."""
        found = re.search(r"符合硬性条件的求职退役军人 (\d+) 人", self.text())
        return int(found[1]) if found else 0

    def shown(self) -> int:
        """How many people are listed."""
        return self.page.locator("tbody tr").count()

    def relax(self) -> "Relax":
        """See which condition keeps people out."""
        self.follow("放宽一条")
        return Relax(self.window)


class Relax(Screen):
    heading = "^放宽一条："

    def offers(self) -> list[str]:
        """What each condition would bring, the sentences."""
        return self.page.locator(".todo li > div").all_inner_texts()

    def relax_first(self) -> Candidates:
        """Take the first condition off."""
        self.press("放宽")
        return Candidates(self.window)


class Vacancy(Screen):
    """One post on the desk; the heading is its title."""

    def __init__(self, window, title: str) -> None:
        super().__init__(window, heading=f"^{title}$")
        self.title = title

    @property
    def number(self) -> int:
        """The number of the post."""
        return int(self.window.path.rsplit("/", 1)[1])

    def candidates(self) -> Candidates:
        """See who fits."""
        self.follow("合适的人")
        return Candidates(self.window)


class CheckVacancy(Screen):
    heading = "^核对岗位$"

    def refuses(self) -> bool:
        """Tell whether the post cannot be handed in."""
        return self.page.get_by_role("button", name="提交审核").count() == 0

    def back(self) -> "VacancyForm":
        """Go back to the form."""
        self.follow("返回修改")
        return VacancyForm(self.window)

    def submit(self, title: str) -> Vacancy:
        """Hand the post in."""
        self.press("提交审核")
        return Vacancy(self.window, title)


class VacancyForm(Screen):
    heading = "岗位$"

    def write(self, **texts: str) -> CheckVacancy:
        """Fill in what is given and go on to the check."""
        self.fill(**texts)
        self.press("下一步：核对")
        return CheckVacancy(self.window)


class EmployerDesk(Screen):
    heading = "公司$"

    def new_vacancy(self) -> VacancyForm:
        """Begin a new post."""
        self.follow("写新岗位")
        return VacancyForm(self.window)


class VacancyPage(Screen):
    """A post as everybody sees it."""

    def __init__(self, window, title: str) -> None:
        super().__init__(window, heading=f"^{title}$")
        expect(self.page.get_by_role("heading", name="工作内容")).to_be_visible()

    def posting(self) -> str:
        """The JSON-LD of the page as text."""
        return self.page.locator('script[type="application/ld+json"]').inner_text()
