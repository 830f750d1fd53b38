"""The base of all page objects."""

import re
from typing import ClassVar, Self

from playwright.sync_api import Locator, expect

from tests.browser.window import Window

PATIENCE = 60_000.0  # milliseconds


def _begins(words: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(words)}")


def _alone(heading: str) -> re.Pattern[str]:
    """Return a heading's pattern that allows for the blanks around its text."""
    return re.compile(heading.replace("^", r"^\s*").replace("$", r"\s*$"))


class Screen:
    """A page that has been reached: the constructor waits for its heading."""

    heading: ClassVar[str]

    def __init__(self, window: Window, *, heading: str = "") -> None:
        self.window = window
        self.page = window.page
        headline = self.page.get_by_role("heading", level=1)
        expect(headline).to_have_text(_alone(heading or self.heading))

    @classmethod
    def open(cls, window: Window, path: str) -> Self:
        """Open a path and return its page."""
        window.go(path)
        return cls(window)

    def text(self) -> str:
        """The visible text of the page."""
        return self.page.locator("main").inner_text()

    def shows(self, words: str) -> None:
        """Fail unless the words appear on the page."""
        expect(self.page.locator("main")).to_contain_text(words)

    def comes_to_show(self, words: str) -> None:
        """Wait for the words, however long the server works."""
        expect(self.page.locator("main")).to_contain_text(words, timeout=PATIENCE)

    def shows_not(self, words: str) -> None:
        """Fail if the words are on the page."""
        expect(self.page.locator("main")).not_to_contain_text(words)

    def field(self, label: str) -> Locator:
        """The control with this label, optional or not."""
        name = re.compile(rf"^\s*{re.escape(label)}(（选填）)?\s*$")
        return self.page.get_by_label(name)

    def fill(self, **answers: str) -> None:
        """Fill in answers by the labels of their controls."""
        for label, words in answers.items():
            self.field(label).fill(words)

    def choose(self, question: str, answer: str) -> None:
        """Choose one of the cards under a question."""
        group = self.page.get_by_role("group", name=_begins(question))
        group.get_by_label(_begins(answer)).check()

    def tick(self, label: str) -> None:
        """Tick the card with this label."""
        self.page.get_by_role("checkbox", name=_begins(label)).check()

    def press(self, name: str) -> None:
        """Press the first button whose words begin with `name`; accept a confirmation."""
        button = self.page.locator("main").get_by_role("button", name=_begins(name)).first
        if button.get_attribute("data-confirm"):
            button.click()
            button = self.page.get_by_role("dialog").get_by_role("button", name="确定")
        self.leave_by(button)

    def follow(self, name: str) -> None:
        """Follow the first link whose words begin with `name`."""
        self.leave_by(self.page.locator("main").get_by_role("link", name=_begins(name)).first)

    def leave_by(self, control: Locator) -> None:
        """Click a control that leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            control.click()

    def numbers(self, selector: str) -> list[float]:
        """The numbers in the elements a selector finds."""
        texts = self.page.locator(selector).all_inner_texts()
        return [float(text.strip().lstrip("+").replace(",", "")) for text in texts]
