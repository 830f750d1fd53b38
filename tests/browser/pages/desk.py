"""Pages of the bureau: people, employers, vacancies, imports."""

import re
from typing import Self

from playwright.sync_api import FilePayload, Locator

from tests.browser.pages.employer import Vacancy
from tests.browser.pages.screen import Screen


class Person(Screen):
    """A veteran's page for staff; the heading is the name."""

    def __init__(self, window, name: str) -> None:
        super().__init__(window, heading=f"^{name}$")
        self.name = name

    def verify(self, evidence: str) -> "Person":
        """Verify the veteran, with the evidence that was seen."""
        self.follow("核实")
        form = Screen(self.window, heading=f"^核实 {self.name}$")
        form.choose("核实结果", "已核实")
        form.field("看了什么证件").select_option(label=evidence)
        form.press("保存核实结果")
        return Person(self.window, self.name)

    def reveal(self, reason: str) -> "Person":
        """Reveal the numbers in full."""
        self.field("为什么要看").select_option(label=reason)
        self.press("看完整号码")
        return Person(self.window, self.name)

    def claim_code(self) -> str:
        """Print a claim code and return it."""
        self.press("打印认领码")
        paper = Screen(self.window, heading="^认领码$")
        return paper.page.locator("b.num").inner_text()


class People(Screen):
    heading = "^退役军人$"

    def search(self, name: str) -> Person:
        """Find a veteran by name and open the page."""
        self.page.get_by_label("姓名、手机号或身份证号").fill(name)
        self.press("查找")
        found = Screen(self.window, heading="^查找退役军人$")
        found.follow(name)
        return Person(self.window, name)

    def register(self, name: str, phone: str) -> Person:
        """Register a veteran on their behalf."""
        self.follow("代办登记")
        form = Screen(self.window, heading="^代办登记$")
        form.fill(姓名=name, 手机号=phone)
        form.tick("本人同意代为登记")
        form.press("登记")
        return Person(self.window, name)


class Queue(Screen):
    """A list of waiting items, oldest first: the newest is on the last page."""

    def find(self, action: str, about: str) -> Locator:
        """Return the link of an action on an item, from whichever page of the list has it."""
        link = self.page.get_by_role("link", name=re.compile(rf"^{action}\s*：\s*{about}$"))
        further = self.page.get_by_role("link", name="下一页")
        while not link.count() and further.count():
            self.leave_by(further)
        return link


class EmployerQueue(Queue):
    heading = "^单位核实$"

    def verify(self, name: str) -> Self:
        """Verify an employer."""
        self.leave_by(self.find("去核实", name))
        form = Screen(self.window, heading=f"^{name}$")
        form.choose("核实结果", "通过")
        form.fill(**{"没有上传执照或授权书时，怎么看过的": "当面看过原件"})
        form.press("保存核实结果")
        return type(self)(self.window)


class VacancyQueue(Queue):
    heading = "^岗位审核$"

    def publish(self, title: str) -> Vacancy:
        """Publish a vacancy."""
        self.leave_by(self.find("去审核", title))
        Vacancy(self.window, title).press("审核通过并发布")
        return Vacancy(self.window, title)


class Import(Screen):
    """One import: its dry run, its result."""

    def __init__(self, window, file_name: str) -> None:
        super().__init__(window, heading=file_name)
        self.file_name = file_name

    def figures(self) -> dict[str, int]:
        """The figures, by label."""
        boxes = self.page.locator(".kpis > *").all_inner_texts()
        found = (re.fullmatch(r"\s*(\S+)\s+(\d+).*", text, re.DOTALL) for text in boxes)
        return {figure[1]: int(figure[2]) for figure in found if figure}

    def load(self) -> "Import":
        """Load the valid rows and wait for the end."""
        self.press("导入")
        self.shows("已导入")
        return Import(self.window, self.file_name)

    def undo(self) -> Self:
        """Undo the import."""
        self.follow("撤销这次导入")
        question = Screen(self.window, heading="^撤销导入：")
        question.press("撤销")
        return type(self)(self.window, self.file_name)


class Columns(Screen):
    heading = "^每列是什么$"

    def meaning(self, heading: str) -> str:
        """The meaning guessed or chosen for a column."""
        chosen = self.page.get_by_label(f"“{heading}”是什么").locator("option:checked")
        return chosen.inner_text()

    def choose_meaning(self, heading: str, meaning: str) -> None:
        """Choose the meaning of a column."""
        self.page.get_by_label(f"“{heading}”是什么").select_option(label=meaning)

    def try_out(self, file_name: str, source: str) -> Import:
        """Start the dry run and wait for its result."""
        self.fill(来源=source)
        self.press("试读")
        found = Import(self.window, file_name)
        found.comes_to_show("逐行说明")
        return found


class Imports(Screen):
    heading = "^批量导入$"

    def upload(self, name: str, data: bytes) -> Columns:
        """Upload a file."""
        self.follow("导入岗位表")
        form = Screen(self.window, heading="^导入一份表$")
        file = FilePayload(name=name, mimeType="text/csv", buffer=data)
        form.field("岗位表").set_input_files(file)
        form.press("下一步")
        return Columns(self.window)
