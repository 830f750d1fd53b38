"""Every response of every route has exactly the intended headers, and HEAD writes nothing."""

import contextvars
import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from core.access import Role, rule_of
from tests.people.accounts.world import make_account
from tests.rules.test_every_look import SHOW_PEOPLE
from tests.rules.test_every_route import ROLES, browsers, routes
from tests.support.databases import create_app, settings_for
from tests.support.rows import changed, rows
from tests.support.world import build_world

ALWAYS = {
    "Content-Type",
    "Content-Length",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-Reference",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Content-Security-Policy",
    "Cache-Control",
}
SOMETIMES = {"Vary", "Set-Cookie", "Location", "Retry-After", "Content-Disposition", "Allow"}
FILE = {"Last-Modified", "Date", "Accept-Ranges"}  # what send_file() adds
POLICY = re.compile(
    r"default-src 'none'; script-src 'self' 'nonce-[\w-]{24}'; style-src 'self'; "
    r"img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    r"manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
VALUES = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store, max-age=0",
}
PERMISSIONS = "camera={}, microphone=(), geolocation=(), payment=()"
# Pages of one person that do not say who it is.
OF_ONE_UNNAMED = {
    "arrivals.document",
    "lists.why_for_veteran",
    "placements.claim",
    "placements.evidence",
}
READING = {"+audit_person", "+audit_event", "audit_head.digest"}  # access to a profile is recorded


def send(browser, path: str, method: str):
    """Send a request whose response may have no body, which CheckedClient refuses."""
    return contextvars.Context().run(FlaskClient.open, browser, path, method=method)


def header_faults(response) -> list[object]:
    """Return the faults in the headers of one response."""
    names = set(response.headers.keys())
    faults: list[object] = sorted(ALWAYS - names) + sorted(names - ALWAYS - SOMETIMES - FILE)
    if not POLICY.fullmatch(response.headers.get("Content-Security-Policy", "")):
        faults.append(response.headers.get("Content-Security-Policy"))
    wrong = {name: response.headers.get(name) for name in VALUES}
    camera = "(self)" if b" data-scan=" in response.data else "()"  # only where a scanner is
    if response.headers.get("Permissions-Policy") != PERMISSIONS.format(camera):
        faults.append(response.headers.get("Permissions-Policy"))
    faults += [(name, value) for name, value in wrong.items() if value != VALUES[name]]
    if not re.fullmatch("[0-9a-f]{8}", response.headers.get("X-Reference", "")):
        faults.append("no reference")
    return faults


def test_every_route_has_the_headers_for_every_role(app, sign_in):
    world = build_world()
    clients = browsers(app, sign_in, world)
    wrong, tried, with_camera = [], 0, set()
    for rule in routes(app):
        for method in rule.methods & {"GET", "POST", "OPTIONS"}:
            for role in (None, *rule_of(app, rule.endpoint).roles):
                if role is not None and method == "POST":
                    continue  # changes have their own tests
                response = send(clients[role], world.path(rule, "own"), method)
                tried += 1
                if "camera=(self)" in response.headers["Permissions-Policy"]:
                    with_camera.add(rule.endpoint)
                if faults := header_faults(response):
                    wrong.append((rule.rule, method, role, response.status_code, faults))

    assert wrong == [], "\n".join(map(str, wrong))
    assert tried > 250
    assert with_camera == {
        "fairs.door",
        "fairs.newcomer",
    }


@pytest.mark.parametrize(
    ("status", "request_of"),
    [
        (400, {"path": "/mode", "method": "POST", "data": {"next": ["/a", "/b"]}}),
        (403, {"path": "/staff/new", "method": "POST"}),
        (404, {"path": "/nothing-here"}),
        (404, {"path": "/static/nothing-here.css"}),
        (405, {"path": "/health/live", "method": "DELETE"}),
        (409, {"path": "/me/education", "method": "POST", "data": {"schooling": "MASTER"}}),
        (413, {"path": "/sign-in", "method": "POST", "data": {"phone": "1" * 2_000_000}}),
        (422, {"path": "/sign-in", "method": "POST"}),
        (308, {"path": "/vacancies//new"}),
    ],
)
def test_every_error_page_has_them_too(app, sign_in, status, request_of):
    world = build_world()
    is_signed_in = status in (403, 409)
    browser = sign_in(world.accounts[Role.VETERAN]) if is_signed_in else app.test_client()

    response = browser.open(**request_of)

    assert response.status_code == status
    assert header_faults(response) == []


def test_a_file_that_is_too_big_is_refused_with_them(client):
    response = client.post("/sign-in", data={"file": (BytesIO(b"1" * 13_000_000), "a.csv")})

    assert response.status_code == 413
    assert header_faults(response) == []


def test_a_crash_and_a_wrong_host_have_them_and_reveal_nothing(app, tmp_path, monkeypatch):
    settings = settings_for(tmp_path)
    crashing = create_app(settings)
    crashing.testing = False
    crashing.config["TRUSTED_HOSTS"] = ["rongye.example"]
    view = crashing.view_functions["health.live"]
    monkeypatch.setattr(view, "__code__", (lambda: 1 / 0).__code__)
    client = crashing.test_client()

    crash = client.get("/health/live", base_url="http://rongye.example")
    foreign = client.get("/health/live", base_url="http://evil.example")

    assert (crash.status_code, foreign.status_code) == (500, 400)
    assert header_faults(crash) == header_faults(foreign) == []
    for page in (crash.text, foreign.text):
        assert "Traceback" not in page
        assert "ZeroDivisionError" not in page
        assert "evil.example" not in page


def test_static_files_may_be_cached_for_a_month(client):
    response = client.get("/static/css/app.css?v=1")

    assert response.status_code == 200
    assert "max-age=2592000" in response.headers["Cache-Control"]
    assert POLICY.fullmatch(response.headers["Content-Security-Policy"])


def test_head_changes_nothing(app, sign_in):
    world = build_world()
    clients = browsers(app, sign_in, world)
    before, wrong = rows(), []
    for rule in routes(app):
        stated = rule_of(app, rule.endpoint)
        for role in ROLES:
            if "HEAD" not in rule.methods or not stated.permits(role, "HEAD"):
                continue
            response = send(clients[role], world.path(rule, "own", role), "HEAD")
            if response.status_code not in (200, 302, 404, 409) or response.data:
                wrong.append((rule.rule, role, response.status_code, len(response.data)))

    assert wrong == []
    assert changed(before, rows()) <= READING


def test_only_pages_that_show_people_are_recorded(app, sign_in):
    """The exceptions above are the pages on which staff see people, and no others."""
    world = build_world()
    browser = sign_in(world.accounts[Role.OFFICER])
    writing = []
    for rule in routes(app):
        if "GET" not in rule.methods or not rule_of(app, rule.endpoint).permits(
            Role.OFFICER, "GET"
        ):
            continue
        before = rows()
        browser.get(world.path(rule, "own"))
        if changed(before, rows()):
            writing.append(rule.endpoint)

    assert "veterans.detail" in writing
    assert set(writing) <= SHOW_PEOPLE | OF_ONE_UNNAMED


def test_no_page_is_cached(sign_in):
    """Going back after signing out must not show the page again."""
    browser = sign_in(make_account())
    answer = browser.get("/account")
    browser.post("/sign-out")

    assert answer.headers["Cache-Control"] == "no-store, max-age=0"
    assert browser.get("/account").status_code == 302
