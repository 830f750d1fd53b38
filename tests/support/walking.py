"""Walking the links of every page, as one role."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from core.access import Role, rule_of
from tests.support.markup import Reader

MOST = 9  # pages of one kind to open: rows in every status there is
SENT = {"text", "search", "hidden", "number", "date", "tel"}


@dataclass(frozen=True)
class Way:
    """A link, or a form with the method it is sent by."""

    method: str
    address: str


@dataclass
class Page:
    """One page as it was answered: its ways on, and what its menu shows as active."""

    address: str
    endpoint: str
    status: int
    ways: list[Way] = field(default_factory=list)
    has_menu: bool = False
    active: list[str] = field(default_factory=list)


class _Reader(Reader):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self._form: tuple[str, str, dict[str, str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and values.get("href"):
            self._add("get", values["href"])
            if values.get("aria-current") == "page":
                self.page.active.append(values["href"])
        elif tag == "nav" and values.get("class") in ("menu", "tabs"):
            self.page.has_menu = True
        elif tag == "img" and values.get("src"):
            self._add("get", values["src"])
        elif tag == "form":
            self._form = (values.get("method", "get"), values.get("action", ""), {})
        elif tag in ("button", "input") and self._form is not None:
            self._note(self._form, values)

    def _note(self, form: tuple[str, str, dict[str, str]], values: dict[str, str]) -> None:
        """Read a control: an address of its own, or what a form adds to the address it asks."""
        method, _action, sent = form
        if values.get("formaction"):
            self._add(values.get("formmethod", method), values["formaction"])
        if values.get("name") and values.get("type", "text") in SENT:
            sent[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            method, action, sent = self._form
            self._add(method, f"{action}?{urlencode(sent)}" if method == "get" else action)
            self._form = None

    def _add(self, method: str, address: str) -> None:
        where = urljoin(self.page.address, address).partition("#")[0]
        if where.startswith("/") and not where.startswith("/static/"):
            self.page.ways.append(Way(method.upper(), where))


@dataclass(frozen=True)
class Judge:
    """What a role (None: a visitor) may do at an address."""

    app: Flask
    role: Role | None

    def endpoint(self, method: str, address: str) -> str:
        """Return the endpoint of an address, empty where nothing answers that method there."""
        try:
            bound = self.app.url_map.bind("localhost")
            return str(bound.match(urlsplit(address).path, method=method)[0])
        except HTTPException:
            return ""

    def may(self, way: Way) -> bool:
        """Return whether the role may go a way."""
        found = self.endpoint(way.method, way.address)
        rule = rule_of(self.app, found) if found else None
        return rule is not None and rule.permits(self.role, way.method)


class Walker:
    """Opens every page a role reaches by links, and by forms that only ask for a page."""

    def __init__(
        self,
        client: FlaskClient,
        judge: Judge,
        *,
        most: int = MOST,
        look: Callable[[Page, str], object] | None = None,
        wanted: Callable[[str], bool] = bool,
    ) -> None:
        """Return a walker that opens `most` pages of a kind, of endpoints that are `wanted`.

        `look` is called with each page and its text.
        """
        self.judge = judge
        self._most = most
        self._look = look
        self._wanted = wanted
        self.pages: list[Page] = []
        self._client = client
        self._known: set[str] = set()
        self._opened: Counter[str] = Counter()

    def walk(self, start: str) -> None:
        """Open the pages within reach of a page."""
        ahead = [start]
        while ahead:
            address = ahead.pop(0)
            is_open = self.judge.may(Way("GET", address))
            is_open = is_open and self._wanted(self.judge.endpoint("GET", address))
            if address not in self._known and is_open and self._is_new(address):
                self._known.add(address)
                ahead += self._open(address)

    def visit(self, address: str) -> None:
        """Open one page, however many of its kind were opened."""
        self._open(address)

    def _is_new(self, address: str) -> bool:
        """Return whether more pages of this kind are to be opened; with a query, one is enough."""
        parts = urlsplit(address)
        names = sorted({name for name, _value in parse_qsl(parts.query)})
        asked = "&" if len(names) > 1 else "".join(names)
        kind = re.sub(r"\d+", "#", parts.path) + "?" + asked
        self._opened[kind] += 1
        return self._opened[kind] <= (1 if names else self._most)

    def _open(self, address: str) -> list[str]:
        answer = self._client.get(address)
        page = Page(address, self.judge.endpoint("GET", address), answer.status_code)
        self.pages.append(page)
        if answer.status_code in (301, 302, 303):
            return [urljoin(address, answer.location)]
        if answer.mimetype == "text/html" and answer.status_code == 200:
            reader = _Reader(page)
            reader.feed(answer.text)
            reader.close()
            if self._look is not None:
                self._look(page, answer.text)
        return [way.address for way in page.ways if way.method == "GET"]

    def reached(self) -> set[str]:
        """Return the endpoints of the pages opened."""
        return {page.endpoint for page in self.pages}

    def forbidden(self, judge: Judge) -> Iterator[tuple[str, Way]]:
        """Yield the ways that lead to what a role may not do, with their pages."""
        for page in self.pages:
            yield from ((page.address, way) for way in page.ways if not judge.may(way))
