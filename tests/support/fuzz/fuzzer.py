"""Requests made from the URL map and the forms of the pages, with values no browser sends."""

import json
from collections.abc import Callable
from random import Random
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.routing import Rule

from core.access import Role, rule_of
from core.list_filters import QUERY_NAMES
from people.accounts.models import Account
from tests.people.accounts.world import PASSWORD
from tests.support.fuzz import values
from tests.support.fuzz.files import a_file
from tests.support.fuzz.pages import PageForm, forms_of
from tests.support.fuzz.tally import Tally
from tests.support.fuzz.visits import Visits
from tests.support.pages import CheckedClient
from tests.support.world import World

NEW_WORLD_AFTER = 1_200  # requests: rows are deleted, closed and disabled by what is sent
RIGHT_PASSWORD = 0.8  # so often the password asked for again is the right one
FIRST_VISITS = 0.3  # so often a view is asked for that no request has reached yet
MOST_VISITS = 3  # rounds at the end for the views that are left
# The form that every page has, and files, which are no views.
LEFT_OUT = {"web.set_mode", "static"}
# What ends a session, or disables an account of the world: sent, but rarely.
ENDING = {"accounts.sign_out", "accounts.password", "accounts.set_active", "veterans.delete_me"}


class Fuzzer:
    """Sends hostile requests as every role. `seed` decides them all."""

    def __init__(
        self,
        app: Flask,
        make_world: Callable[[], World],
        sign_in: Callable[[Account], CheckedClient],
        seed: int,
    ) -> None:
        self.app, self.make_world, self.sign_in = app, make_world, sign_in
        self.random = Random(seed)
        self.tally = Tally()
        self.rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in LEFT_OUT]
        self.visits = Visits(app, self.rules)
        self._begin()

    def _begin(self) -> None:
        """Go on with new rows and new sessions."""
        self.world = self.make_world()
        self.clients: dict[Role | None, CheckedClient] = {}
        self.forms: dict[tuple[Role | None, str], list[PageForm]] = {}

    def run(self, requests: int) -> Tally:
        """Send this many requests, as many as each role; return what came of them."""
        roles = (None, *Role)
        kinds = (*[self._form] * 6, *[self._query] * 4, *[self._address] * 2, self._body,
                 self._document, self._headers, self._method)  # fmt: skip
        with self.visits.watching():
            for number in range(requests):
                if number % NEW_WORLD_AFTER == NEW_WORLD_AFTER - 1:
                    self._begin()
                role = roles[number % len(roles)]
                if self.random.random() > FIRST_VISITS or not self._first_visit(role):
                    self.random.choice(kinds)(role)
            self._visit_rest(roles)
        self.tally.unreached = [" ".join(view) for view in self.visits.unreached()]
        return self.tally

    def _visit_rest(self, roles: tuple[Role | None, ...]) -> None:
        """Ask for the views that are left; the door of some refuses what was drawn for them."""
        for role in roles * MOST_VISITS:
            for _ in self.visits.unreached():
                if not self._first_visit(role):
                    break

    # ---- kinds of requests ---------------------------------------------------------------

    def _first_visit(self, role: Role | None) -> bool:
        """Ask for a view no request has reached; return whether there is one for the role."""
        found = [
            (method, rule)
            for method, endpoint in self.visits.unreached()
            for rule in self.app.url_map.iter_rules(endpoint)
            if method in (rule.methods or ()) and self._permits(rule, role, method)
        ]
        if not found:
            return False
        method, rule = self.random.choice(found)
        path = self.world.path(rule, "own", role)
        fields = self._some_fields() if method == "POST" else []
        self._send(role, method, path, data=self._filled(fields))
        return True

    def _form(self, role: Role | None) -> None:
        """Send a form of a page with some of its fields hostile; the first time, read the page."""
        page = self._path(role, "GET")
        known = self.forms.get((role, page))
        if known is None:
            answer = self._send(role, "GET", page)
            self.forms[role, page] = [one for one in forms_of(answer) if self._may_be_sent(one)]
        elif known:
            form = self.random.choice(known)
            self._send(role, "POST", form.action, data=self._filled(form.fields))
        else:
            self._bare_submission(role)

    def _bare_submission(self, role: Role | None) -> None:
        """Send fields of other forms to a route that takes POST."""
        path = self._path(role, "POST")
        self._send(role, "POST", path, data=self._filled(self._some_fields()))

    def _query(self, role: Role | None) -> None:
        """Read a page with hostile parameters, known ones, unknown ones and repeated ones."""
        names = self.random.choices([*sorted(QUERY_NAMES), "unknown"], k=self.random.randint(1, 4))
        pairs = [(name, self._value()) for name in [*names, names[0]]]
        query = urlencode(pairs, errors="surrogatepass")
        most = 3900 if self.random.random() < 0.95 else 9000
        self._send(role, "GET", f"{self._path(role, 'GET')}?{query[:most]}")

    def _address(self, role: Role | None) -> None:
        """Ask for another row, or one that cannot be, in a known address."""
        method = self.random.choice(("GET", "GET", "POST"))
        parts = self._path(role, method, with_row=True).split("/")
        places = [place for place, part in enumerate(parts) if part.isdecimal()]
        if places:
            odd = self.random.random() < 0.3
            row = self.random.choice(values.ROWS) if odd else str(self.random.randint(1, 60))
            parts[self.random.choice(places)] = row
        self._send(role, method, "/".join(parts))

    def _body(self, role: Role | None) -> None:
        """Send bytes that are no form, or are of a type they are not."""
        body, kind = self.random.choice(values.BODIES), self.random.choice(values.CONTENT_TYPES)
        self._send(role, "POST", self._path(role, "POST"), data=body, content_type=kind)

    def _document(self, role: Role | None) -> None:
        """Send JSON, or a file where none may be asked for."""
        path = self._path(role, "POST")
        if self.random.random() < 0.5:
            document = self.random.choice((*values.DOCUMENTS, json.dumps({"q": self._value()})))
            self._send(role, "POST", path, data=document, content_type="application/json")
        else:
            sent = {"file": a_file(self.random), "passphrase": "x" * 12}
            self._send(role, "POST", path, data=sent)

    def _headers(self, role: Role | None) -> None:
        """Read a page with odd headers."""
        headers = self.random.sample(values.HEADERS, self.random.randint(1, 3))
        method = self.random.choice(("GET", "GET", "GET", "POST"))
        self._send(role, method, self._path(role, method), headers=headers)

    def _method(self, role: Role | None) -> None:
        """Use a method no page uses, or send a form without the token against forged requests."""
        if self.random.random() < 0.5:
            self._send(role, self.random.choice(values.METHODS), self._path(role, "GET"))
            return
        self.app.config["WTF_CSRF_ENABLED"] = True
        try:
            self._send(role, "POST", self._path(role, "POST"), data={"csrf_token": self._value()})
        finally:
            self.app.config["WTF_CSRF_ENABLED"] = False

    # ---- parts ---------------------------------------------------------------------------

    def _some_fields(self) -> list[tuple[str, str, str]]:
        """Return fields of the forms read so far, of any role: without the tokens of drafts,
        which lead back to the form before a view is reached.
        """
        read = [form for forms in self.forms.values() for form in forms]
        pool = [one for form in read for one in form.fields if one[0] != "draft"]
        return self.random.sample(pool, min(len(pool), 8))

    def _path(self, role: Role | None, method: str, *, with_row: bool = False) -> str:
        return self.world.path(self._rule(role, method, with_row=with_row), "own", role)

    def _rule(self, role: Role | None, method: str, *, with_row: bool) -> Rule:
        """Return a route the role may use by this method, now and then any route."""
        taking = [rule for rule in self.rules if method in (rule.methods or ())]
        if self.random.random() > 0.95:
            return self.random.choice(taking)
        found = [rule for rule in taking if self._permits(rule, role, method)]
        with_rows = [rule for rule in found if rule.arguments] if with_row else []
        chosen = self.random.choice(with_rows or found or taking)
        is_ending = method == "POST" and chosen.endpoint in ENDING
        return self.random.choice(found) if is_ending and self.random.random() < 0.8 else chosen

    def _permits(self, rule: Rule, role: Role | None, method: str) -> bool:
        stated = rule_of(self.app, rule.endpoint)
        return stated is not None and stated.permits(role, method)

    def _may_be_sent(self, form: PageForm) -> bool:
        adapter = self.app.url_map.bind("localhost")
        path = form.action.partition("?")[0]
        if not adapter.test(path, "POST"):
            return False
        endpoint = adapter.match(path, "POST")[0]
        return endpoint not in LEFT_OUT and (endpoint not in ENDING or self.random.random() < 0.2)

    def _filled(self, fields: list[tuple[str, str, str]]) -> dict[str, Any]:
        """Return a form as sent: from one to all of its fields hostile, now and then one less."""
        names = sorted({name for name, kind, _ in fields if kind != "file"} - {"csrf_token"})
        most = min(len(names), 1 if self.random.random() < 0.5 else len(names))
        hostile = set(self.random.sample(names, self.random.randint(min(1, most), most)))
        sent: dict[str, Any] = {}
        for name, kind, value in fields:
            sent[name] = self._sent(name, kind, value, is_hostile=name in hostile)
        if self.random.random() < 0.05 and names:
            sent[f"{names[0]}[]"] = sent[f"{names[0]}[0]"] = self._value()
        return {name: value for name, value in sent.items() if self.random.random() < 0.97}

    def _sent(self, name: str, kind: str, value: str, *, is_hostile: bool) -> Any:
        if kind == "file":
            return a_file(self.random)
        if name == "form_key" and self.random.random() < 0.9:
            return f"{self.random.getrandbits(96):x}"
        if kind == "password" and self.random.random() < RIGHT_PASSWORD:
            return PASSWORD
        if is_hostile:
            return self._value() if self.random.random() < 0.95 else ["1", "2"]
        return value

    def _value(self) -> str:
        kinds = (values.NUMBERS, values.DAYS, values.TEXTS, values.TEXTS, values.DOCUMENTS)
        return self.random.choice(self.random.choice(kinds))

    def _client(self, role: Role | None) -> CheckedClient:
        if role not in self.clients:
            opened: Any = self.app.test_client() if role is None else None
            self.clients[role] = opened or self.sign_in(self.world.accounts[role])  # type: ignore[index]
        return self.clients[role]

    def _send(self, role: Role | None, method: str, path: str, **more: Any) -> Any:
        """Send one request and note its answer; a fault of the server is noted with its input."""
        who, tally = role.value if role else "visitor", self.tally
        what = f"{who} {method} {path[:200]} {str(more)[:600]}"
        client = self._client(role)
        tally.sent += 1
        tally.by_role[who] += 1
        self.visits.begin()
        try:
            answer = client.open(path, method=method, **more)
        except Exception as error:  # every fault is collected: one run shows them all
            name = type(error).__name__
            tally.broken.append(f"{name}: {str(error)[:300]} <- {what}\n{self.visits.fault}")
            return None
        tally.reached[who] += self.visits.has_reached
        tally.answers[who, self._route(method, path), answer.status_code] += 1
        if answer.status_code >= 500:
            tally.broken.append(f"{answer.status_code} <- {what}\n{self.visits.fault}")
        self._note_end_of_session(role, answer)
        return answer

    def _note_end_of_session(self, role: Role | None, answer: Any) -> None:
        """Sign in again where a request ended the session; with an account that is no more, too."""
        if role is None or not (answer.location or "").startswith("/sign-in"):
            return
        self.clients.pop(role, None)
        if not self.is_live(role):
            self._begin()

    def is_live(self, role: Role) -> bool:
        """Return whether an account of the world can still sign in."""
        try:
            return self.sign_in(self.world.accounts[role]).get("/account").status_code == 200
        except Exception:  # it was deleted or disabled
            return False

    def _route(self, method: str, path: str) -> str:
        adapter = self.app.url_map.bind("localhost")
        try:
            rule, _ = adapter.match(path.partition("?")[0], method, return_rule=True)
        except Exception:
            return "(no route)"
        return f"{method} {rule.rule}"
