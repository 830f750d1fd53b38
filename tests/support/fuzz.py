"""Requests made from the URL map and the forms of the pages, with values no browser sends."""

import io
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.routing import Rule

from core.access import Role, rule_of
from core.list_filters import QUERY_NAMES
from people.accounts.models import Account
from tests.support.pages import CheckedClient
from tests.support.world import World

NUMBERS = (
    "-1", "0", "１２", "1e30", "2147483647", "2147483648", "9223372036854775808", "1_000",
    "9" * 30, "9" * 5000, "1.5", "NaN", "inf", "٣", "²", "½", "0x10", " 7 ",
)  # fmt: skip
DAYS = (
    "0000-00-00", "0001-01-01", "1899-12-31", "2199-12-31", "2200-01-01", "9999-12-31",
    "10000-01-01", "2024-02-30", "２０２４-01-01", "24:61", "2024-01-01T00:00:00+08:00",
    "2024年13月1日", "19000101",
)  # fmt: skip
TEXTS = (
    "", (" "), "\u3000", "\x00", "张\x00三", "\x0b\x0c\x1b", "\ufffe", "\u202e反", "\u200b", "😀",
    "长" * 61, "某" * 5000, (" " * 5000), "1" * 5000, "\u0301\u0316" * 2000, "'", '"', "<b>", "%",
    "_", "\\", "{{7*7}}", "';--", "//[", "/\\x", "http://[", "=1+1", "\r\nX: y", "ﷺ" * 80, "on",
    "y", "True", "否", "null", "[]", "{}", "A" * 200,
)  # fmt: skip
NOTE = '[{{"key":"{key}","who":"x","method":"CODE","at":"{at}"}}]'
DOCUMENTS = (
    "[" * 5000, '{"a":' * 3000, '["\\ud800"]', "[1e999]", "[null]", "5", '"x"', '{"a":NaN}',
    '[{"key":5}]', '{"format":"rongye-package-1"}',
    NOTE.format(key="\\ud800", at="2026-01-01T00:00:00+08:00"),
    NOTE.format(key="k", at="0001-01-01T00:00:00+08:00"),
    NOTE.format(key="k", at="9999-12-31T23:59:59-08:00"),
)  # fmt: skip
BODIES = (
    b"\xff\xfe\x00a=b", b"name=%FF%00&phone=\xb0\xa1", b"=&=&&", b"%", b"a" * 3000, b"{}",
    b"name=1&name=2&form_key=x", b"\x00",
)  # fmt: skip
CONTENT_TYPES = (
    "application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded; charset=utf-16", "", "application/x-www-form-urlencoded",
    "\xff/\xff",
)  # fmt: skip
KEPT = {"csrf_token"}
# What ends the session of a role, which would be a visitor for the rest of the run; and the form
# that every page has.
LEFT_OUT = {
    "web.set_mode", "accounts.sign_out", "accounts.end_others", "accounts.password", "static",
    "veterans.delete_me",
}  # fmt: skip


@dataclass
class PageForm:
    """A form of a page: its address, and its fields as a browser would send them."""

    action: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)  # name, type, value


class FormReader(HTMLParser):
    """Collects the forms of a page that are sent by POST."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._open: PageForm | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form" and values.get("method", "").lower() == "post":
            self._open = PageForm(values.get("action", ""))
            self.forms.append(self._open)
        elif self._open is not None and tag in ("input", "textarea", "select", "button"):
            if values.get("name"):
                kind = values.get("type", tag)
                self._open.fields.append((values["name"], kind, values.get("value", "")))
        elif self._open is not None and tag == "option" and self._open.fields:
            name, kind, chosen = self._open.fields[-1]
            if kind == "select" and (not chosen or "selected" in values):
                self._open.fields[-1] = (name, kind, values.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


@dataclass
class Tally:
    """What was sent and answered."""

    sent: int = 0
    reached: int = 0
    answers: Counter[tuple[str, str, int]] = field(default_factory=Counter)  # role, route, status
    broken: list[str] = field(default_factory=list)

    def by(self, place: int) -> Counter[Any]:
        """Return the counts by role (0), route (1) or status (2)."""
        found: Counter[Any] = Counter()
        for key, count in self.answers.items():
            found[key[place]] += count
        return found

    def report(self) -> str:
        """Return the counts as lines of text."""
        share = 100 * self.reached / max(self.sent, 1)
        lines = [f"{self.sent} requests, {share:.0f} % reached view code"]
        lines += [f"  {role}: {count}" for role, count in sorted(self.by(0).items())]
        lines += [f"  status {status}: {count}" for status, count in sorted(self.by(2).items())]
        lines += [f"  {route}: {count}" for route, count in sorted(self.by(1).items())]
        return "\n".join(lines)


class Fuzzer:
    """Sends hostile requests as every role. `seed` decides them all."""

    def __init__(
        self, app: Flask, world: World, sign_in: Callable[[Account], CheckedClient], seed: int
    ) -> None:
        self.app, self.world, self.sign_in = app, world, sign_in
        self.random = random.Random(seed)
        self.tally = Tally()
        self.rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in LEFT_OUT]
        self.clients: dict[Role | None, CheckedClient] = {None: app.test_client()}  # type: ignore[dict-item]
        self.forms: dict[tuple[Role | None, str], list[PageForm]] = {}
        self._watch()

    def _watch(self) -> None:
        """Count the requests that get as far as a view."""

        def counted(view: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(view)
            def inner(*args: Any, **kwargs: Any) -> Any:
                self.tally.reached += 1
                return view(*args, **kwargs)

            return inner

        for endpoint, view in list(self.app.view_functions.items()):
            self.app.view_functions[endpoint] = counted(view)

    def run(self, requests: int) -> Tally:
        """Send this many requests, about as many as each role; return what came of them."""
        roles = (None, *Role)
        while self.tally.sent < requests:
            role = roles[self.tally.sent % len(roles)]
            self.random.choice((self._form, self._form, self._form, self._query, self._query,
                                self._address, self._body))(role)  # fmt: skip
        return self.tally

    # ---- kinds of requests ---------------------------------------------------------------

    def _form(self, role: Role | None) -> None:
        """Send a form of a page with some of its fields hostile."""
        page = self.world.path(self._rule(role, "GET"), "own", role)
        known = self.forms.get((role, page))
        if known is None:
            answer = self._send(role, "GET", page)
            known = self.forms[role, page] = self._forms_of(answer)
            if answer is None:
                return
        sendable = [form for form in known if self._may_be_sent(form)]
        if not sendable:
            self._bare_submission(role)
            return
        form = self.random.choice(sendable)
        self._send(role, "POST", form.action, data=self._filled(form.fields))

    def _bare_submission(self, role: Role | None) -> None:
        """Send fields of other forms to a route that takes POST."""
        rule = self._rule(role, "POST")
        pool = [one for forms in self.forms.values() for form in forms for one in form.fields]
        fields = self.random.sample(pool, min(len(pool), 8))
        self._send(role, "POST", self.world.path(rule, "own", role), data=self._filled(fields))

    def _query(self, role: Role | None) -> None:
        """Read a page with hostile parameters, known ones, unknown ones and repeated ones."""
        path = self.world.path(self._rule(role, "GET"), "own", role)
        names = self.random.choices([*sorted(QUERY_NAMES), "unknown"], k=self.random.randint(1, 4))
        pairs = [(name, self._value()) for name in [*names, names[0]]]
        query = urlencode(pairs, errors="surrogatepass")
        self._send(role, "GET", f"{path}?{query[:3900]}")

    def _address(self, role: Role | None) -> None:
        """Ask for a row that cannot be, in a known address."""
        method = self.random.choice(("GET", "GET", "POST"))
        rule = self._rule(role, method, with_row=True)
        path = self.world.path(rule, "own", role)
        parts = path.split("/")
        places = [place for place, part in enumerate(parts) if part.isdecimal()]
        if places and self.random.random() < 0.4:
            odd = ("0", "2147483648", "9" * 25, "１２", "%00", "%FF", "-1", "1\u0301")
            parts[self.random.choice(places)] = self.random.choice(odd)
        elif places:
            parts[self.random.choice(places)] = str(self.random.choice((1, 2, 3, 2147483647)))
        self._send(role, method, "/".join(parts))

    def _body(self, role: Role | None) -> None:
        """Send bytes that are no form, or a document where a file is asked for."""
        path = self.world.path(self._rule(role, "POST"), "own", role)
        if self.random.random() < 0.3:
            document = self.random.choice(DOCUMENTS).encode()
            file = (io.BytesIO(document), self.random.choice(("a.json", "\x00.csv", "长" * 300)))
            self._send(role, "POST", path, data={"file": file, "passphrase": "x" * 12})
            return
        body, kind = self.random.choice(BODIES), self.random.choice(CONTENT_TYPES)
        self._send(role, "POST", path, data=body, content_type=kind)

    # ---- parts ---------------------------------------------------------------------------

    def _rule(self, role: Role | None, method: str, *, with_row: bool = False) -> Rule:
        """Return a route the role may use by this method, now and then any route."""
        found = []
        for rule in self.rules:
            stated = rule_of(self.app, rule.endpoint)
            if method not in (rule.methods or ()) or stated is None:
                continue
            if stated.permits(role, method) and (rule.arguments or not with_row):
                found.append(rule)
        taking = [rule for rule in self.rules if method in (rule.methods or ())]
        return self.random.choice(found if found and self.random.random() > 0.03 else taking)

    def _forms_of(self, answer: Any) -> list[PageForm]:
        if answer is None or answer.mimetype != "text/html":
            return []
        reader = FormReader()
        reader.feed(answer.text)
        return reader.forms

    def _may_be_sent(self, form: PageForm) -> bool:
        if not form.action.startswith("/"):
            return False
        adapter = self.app.url_map.bind("localhost")
        path = form.action.partition("?")[0]
        return not any(adapter.test(path, "POST") and adapter.match(path, "POST")[0] == one
                       for one in LEFT_OUT)  # fmt: skip

    def _filled(self, fields: list[tuple[str, str, str]]) -> dict[str, Any]:
        """Return a form as sent: from one to all of its fields hostile, now and then one less."""
        names = [name for name, kind, _ in fields if kind != "file"]
        hostile = set(self.random.sample(names, self.random.randint(min(1, len(names)),
                                                                   len(names))))  # fmt: skip
        if self.random.random() < 0.5:
            hostile = set(sorted(hostile)[:1])
        sent: dict[str, Any] = {}
        for name, kind, value in fields:
            if kind == "file":
                sent[name] = (io.BytesIO(self.random.choice(DOCUMENTS).encode()), "表.csv")
            elif name == "form_key" and self.random.random() < 0.9:
                sent[name] = f"{self.random.getrandbits(96):x}"
            elif name in hostile and name not in KEPT:
                sent[name] = self._value() if self.random.random() < 0.95 else ["1", "2"]
            else:
                sent[name] = value
        return {name: value for name, value in sent.items() if self.random.random() < 0.97}

    def _value(self) -> str:
        return self.random.choice(self.random.choice((NUMBERS, DAYS, TEXTS, TEXTS, DOCUMENTS)))

    def _client(self, role: Role | None) -> CheckedClient:
        if role is not None and role not in self.clients:
            self.clients[role] = self.sign_in(self.world.accounts[role])
        return self.clients[role]

    def _send(self, role: Role | None, method: str, path: str, **more: Any) -> Any:
        """Send one request and note its answer; a fault of the server is noted with its input."""
        self.tally.sent += 1
        what = f"{role.value if role else 'visitor'} {method} {path[:200]} {str(more)[:600]}"
        try:
            answer = self._client(role).open(path, method=method, **more)
        except Exception as error:  # every fault is collected: one run shows them all
            self.tally.broken.append(f"{type(error).__name__}: {str(error)[:300]} <- {what}")
            return None
        route = str(answer.request.path if "/" not in path else self._route(method, path))
        self.tally.answers[role.value if role else "visitor", route, answer.status_code] += 1
        if answer.status_code >= 500:
            self.tally.broken.append(f"{answer.status_code} <- {what}")
        signed_out = role is not None and (answer.location or "").startswith("/sign-in")
        if signed_out:
            self.clients.pop(role, None)
        return answer

    def _route(self, method: str, path: str) -> str:
        adapter = self.app.url_map.bind("localhost")
        try:
            rule, _ = adapter.match(path.partition("?")[0], method, return_rule=True)
        except Exception:
            return "(no route)"
        return f"{method} {rule.rule}"


def hostile_values() -> Iterator[str]:
    """Yield every value that is sent."""
    yield from (*NUMBERS, *DAYS, *TEXTS, *DOCUMENTS)
