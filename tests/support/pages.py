"""A test client that checks every page it opens."""

import contextvars
import re
from functools import lru_cache
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.markup import Reader

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr"}  # fmt: skip
# What no check reads and what differs from one request to the next.
UNREAD = re.compile(
    r'( (?:value|href|action|nonce|content)=")[^"]*|(?<=class="num">)[0-9a-f]{8}(?=<)'
)
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}


class PageReader(Reader):
    """Parses a page and collects its faults."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: set[str] = set()
        self.labelled_ids: set[str] = set()
        self.controls: list[tuple[str, dict[str, str | None], bool]] = []
        self.headings = 0
        self.title = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._note(tag, values)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1] != tag:
            near = self._open[-1] if self._open else "nothing"
            self.faults.append(f"</{tag}> closes {near} at line {self.line()}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data

    def _note(self, tag: str, values: dict[str, str | None]) -> None:
        identity = values.get("id")
        if identity is not None:
            if identity in self.ids:
                self.faults.append(f"id {identity!r} occurs twice")
            self.ids.add(identity)
        if "style" in values:
            self.faults.append(f"inline style on <{tag}>")
        self.faults.extend(f"inline {name} on <{tag}>" for name in values if name.startswith("on"))
        if tag == "h1":
            self.headings += 1
        if tag == "label" and values.get("for"):
            self.labelled_ids.add(str(values["for"]))
        if tag in ("input", "select", "textarea"):
            self.controls.append((tag, values, "label" in self._open))
        if tag == "form" and "action" not in values:
            self.faults.append("a form without an explicit action")

    def finish(self) -> list[str]:
        """Return the faults of the page."""
        if self._open:
            self.faults.append(f"left open: {self._open[-3:]}")
        if self.headings != 1:
            self.faults.append(f"{self.headings} h1 headings")
        if not self.title.strip():
            self.faults.append("no title")
        for tag, values, wrapped in self.controls:
            named = values.get("aria-label") or values.get("aria-labelledby")
            if values.get("type") in UNLABELLED or wrapped or named:
                continue
            if values.get("id") not in self.labelled_ids:
                self.faults.append(f"no label for {tag} {values.get('name')!r}")
        return self.faults


def faults_of(html: str) -> tuple[str, ...]:
    """Return the faults of one page; one that was seen with other addresses is not read again."""
    return _faults_of(UNREAD.sub(r"\1", html))


@lru_cache(maxsize=4096)
def _faults_of(html: str) -> tuple[str, ...]:
    reader = PageReader()
    reader.feed(html)
    reader.close()
    return tuple(reader.finish())


class CheckedClient(FlaskClient):
    """A client that fails on a faulty HTML page; redirects and files are not checked."""

    is_checking = True  # a walk over pages that other tests check switches it off

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request and check the page it returns."""
        # An empty context: otherwise the request would share the test's session and g.
        response = contextvars.Context().run(super().open, *args, **kwargs)
        is_page = response.request.method in ("GET", "POST") and response.mimetype == "text/html"
        if self.is_checking and is_page and response.status_code not in (301, 302, 303, 307, 308):
            faults = faults_of(response.text)
            assert not faults, f"{response.request.path}: {faults}"
        return response
