"""No address is built from the host of a request: whoever sends one chooses that host."""

import ast
import re
from collections.abc import Iterator

from core.access import rule_of
from core.config import ROOT
from tests.rules.test_every_route import ROLES, browsers, routes
from tests.support.tree import modules
from tests.support.world import build_world

HOST = {"host", "host_url", "url_root", "root_url", "base_url", "url"}  # attributes of a request
REASONS = {
    "core/drafts/late.py: request.host": "compared with the page the browser came from",
}
IN_TEMPLATES = re.compile(r"_external|request\.(?:host|host_url|url_root|root_url|base_url|url)\b")
FOREIGN = "evil.example"


def uses_of_the_host(tree: ast.AST) -> Iterator[str]:
    """Yield each use of the request's host or of an absolute address made of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in ("_external", "_scheme"):
            yield node.arg
        elif isinstance(node, ast.Constant) and node.value in ("_external", "SERVER_NAME"):
            yield str(node.value)
        elif (
            isinstance(node, ast.Attribute)
            and node.attr in HOST
            and isinstance(node.value, ast.Name)
            and node.value.id == "request"
        ):
            yield f"request.{node.attr}"


def test_no_code_builds_an_address_from_a_request():
    found = {
        f"{path.relative_to(ROOT)}: {use}"
        for path in modules()
        if not path.is_relative_to(ROOT / "tests")
        for use in uses_of_the_host(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert found == set(REASONS)


def test_no_template_builds_an_address_from_a_request():
    texts = {path: path.read_text(encoding="utf-8") for path in ROOT.glob("templates/**/*.html")}

    assert [str(path) for path, text in texts.items() if IN_TEMPLATES.search(text)] == []


def test_the_search_finds_each_way():
    ways = (
        'url_for("a", _external=True)',
        'url_for("a", **{"_external": True})',
        "request.host_url",
        "request.base_url",
    )

    assert [len(list(uses_of_the_host(ast.parse(way)))) for way in ways] == [1, 1, 1, 1]


def test_no_page_repeats_the_host_it_was_asked_at(app, sign_in, public_address, monkeypatch):
    """With a public address set, so that the pages print the addresses they have."""
    world = build_world()
    clients = browsers(app, sign_in, world)
    inner = app.wsgi_app
    asked = {"HTTP_HOST": FOREIGN}  # set here, since clients keep cookies by host
    monkeypatch.setattr(app, "wsgi_app", lambda environ, start: inner(environ | asked, start))
    repeating, shown, printed = [], 0, set()
    for rule in routes(app):
        stated = rule_of(app, rule.endpoint)
        for role in ROLES:
            if "GET" not in rule.methods or not stated.permits(role, "GET"):
                continue
            answer = clients[role].get(world.path(rule, "own", role))
            shown += answer.status_code == 200
            if public_address.encode() in answer.data:
                printed.add(rule.endpoint)
            if FOREIGN.encode() in answer.data or FOREIGN in answer.headers.get("Location", ""):
                repeating.append((rule.endpoint, role))

    assert repeating == []
    assert shown > 200
    assert printed >= {"vacancies.open_vacancy", "vacancies.poster"}
