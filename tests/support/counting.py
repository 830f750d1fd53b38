"""Reading the numbers of pages, and counting the rows of the list behind each."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from flask.testing import FlaskClient

ROWS = "rows"  # the list of a page that has only one
MOST_PAGES = 60  # of one list; a chain of pages that does not end is a fault
WORK, CALM = "work", "calm"  # what waits in an entry of the menu: for the viewer, or for others


@dataclass(frozen=True)
class Shown:
    """One number of a page, and the address of its list, whose anchor names the list there.

    `parts` is WORK or CALM for a number that sums up what the open menu of that page prints.
    """

    count: int
    where: str
    parts: str = ""


@dataclass
class Counted:
    """What one page prints, lists, and where its list goes on."""

    shown: list[Shown] = field(default_factory=list)
    sites: set[str] = field(default_factory=set)  # where templates print what is not 0
    own: int = 0  # numbers of the page itself, not of its menu
    rows: Counter[str] = field(default_factory=Counter)
    following: str = ""
    menu: dict[str, dict[str, int]] = field(default_factory=lambda: {WORK: {}, CALM: {}})


# Tags of which something is read; the values of attributes are escaped, so none holds a ">".
TAG = re.compile(
    r"<(/?(?:nav|ul)\b|[a-z0-9]+\s(?=[^>]*(?:data-count|data-row|rel=\"next\"|class=\"count)))([^>]*)>"
)
ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
WORDLESS = re.compile(
    r"(?s)<(script|style|head|select|textarea|option|label)\b.*?</\1>"
    r'|<(span|a) class="num"[^>]*data-count.*?</\2>'
)
IN_WORDS = re.compile(
    r"[^\n。，]{0,12}\d+\s*(?:人次|人|家|份|条|件|场|次|名|个|位|项|行|处)(?!月|工作日)"
)


class _Reader:
    def __init__(self, address: str) -> None:
        self.address = address
        self.page = Counted()
        self._menu_lists = 0  # open lists of the menu: the second is that of the open room
        self._in_menu = False
        self._kind = WORK

    def read(self, html: str) -> Counted:
        for tag, attributes in TAG.findall(html):
            values = {name: unescape(value) for name, value in ATTRIBUTE.findall(attributes)}
            self._enter(tag.strip(), values.get("class", "").split())
            if "data-count" in values:
                self._note(values)
            for token in values.get("data-row", "").split():
                name, _star, weight = token.partition("*")
                self.page.rows[name] += int(weight or 1)
            if values.get("rel") == "next":
                self.page.following = urljoin(self.address, values["href"])
        return self.page

    def _enter(self, tag: str, classes: list[str]) -> None:
        """Follow the menu's lists, and which kind of number comes next."""
        if tag.endswith("nav"):
            self._in_menu, self._menu_lists = bool({"menu", "tabs"} & {*classes}), 0
        elif self._in_menu and tag.endswith("ul"):
            self._menu_lists += -1 if tag.startswith("/") else 1
        if "count" in classes:
            self._kind = CALM if "count--calm" in classes else WORK

    def _note(self, values: dict[str, str]) -> None:
        count = int(values["data-count"])
        self.page.own += not self._in_menu
        if count:
            self.page.sites.add(values.get("data-at", ""))
        if "data-alone" in values:
            return
        if "data-parts" in values:
            where = urljoin(self.address, values["data-parts"])
            self.page.shown.append(Shown(count, where, self._kind))
        else:
            where = urljoin(self.address, values["data-list"])
            self.page.shown.append(Shown(count, where))
            if self._menu_lists > 1:
                self.page.menu[self._kind][where] = count


def read(address: str, html: str) -> Counted:
    """Return what a page counts and lists."""
    return _Reader(address).read(html)


def words_of(html: str) -> str:
    """Return what a page says, without the tags around its numbers."""
    return re.sub(r"\s*\n\s*", " ", re.sub(r"<[^>]+>", "", html))


def in_words(html: str) -> set[str]:
    """Return where a page says a number of things outside its figures and its forms."""
    text = WORDLESS.sub(" ", html[html.find("<main") :])
    return {" ".join(found.split()) for found in IN_WORDS.findall(words_of(text))}


def beginning(address: str) -> tuple[str, str]:
    """Return the first page of the list at an address, and the name of that list."""
    parts = urlsplit(address)
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name != "page"
    ]
    return parts._replace(query=urlencode(query), fragment="").geturl(), parts.fragment or ROWS


class Lists:
    """The lists a client may open; each is paged through once."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self._pages: dict[str, Counted] = {}

    def know(self, address: str, page: Counted) -> None:
        """Keep what a page that was opened anyway counts."""
        self._pages[address] = page

    def behind(self, shown: Shown) -> int:
        """Return how many rows the list behind a number has. Fails where it cannot be opened."""
        first, name = beginning(shown.where)
        if shown.parts:
            return sum(self._page(first).menu[shown.parts].values())
        return sum(page.rows[name] for page in self._all(first))

    def _all(self, first: str) -> list[Counted]:
        pages = [self._page(first)]
        while pages[-1].following:
            pages.append(self._page(pages[-1].following))
            assert len(pages) <= MOST_PAGES, first
        return pages

    def _page(self, address: str) -> Counted:
        if address not in self._pages:
            answer = self._client.get(address, follow_redirects=True)
            assert answer.status_code == 200, (address, answer.status_code)
            self._pages[address] = read(address, answer.text)
        return self._pages[address]
