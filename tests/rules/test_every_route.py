"""Every route × role × method × ownership: without permission nothing is shown or changed."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import Rule as UrlRule

from core.access import EVERYONE, Role, rule_of
from core.access import Rule as AccessRule
from core.db import db
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN, LIUCHENG
from tests.support.rows import filled_tables
from tests.support.world import World, build_world

# Written by reading pages (docs/adr/0003), and bookkeeping of sessions and rate limits.
NOT_BUSINESS = {"audit_event", "audit_person", "audit_head", "web_session", "throttle", "spent_key"}
ROLES: tuple[Role | None, ...] = (None, *Role)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def routes(app: Flask) -> Iterator[UrlRule]:
    return (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")


def digest() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the features, so that any change is found."""
    db.session.rollback()
    found = {
        table.name: sorted(map(tuple, db.session.execute(select(table))), key=repr)
        for table in filled_tables()
        if table.name not in NOT_BUSINESS
    }
    db.session.rollback()  # the requests that follow take longer than a transaction may idle
    return found


def browsers(app, sign_in, world: World):
    signed_in = {role: sign_in(world.accounts[role]) for role in Role}
    return {None: app.test_client(), **signed_in}


def test_every_route_has_an_access_rule(app):
    bare = [rule.endpoint for rule in routes(app) if rule_of(app, rule.endpoint) is None]

    assert bare == []


def test_a_route_without_a_rule_is_closed(app, client, monkeypatch):
    monkeypatch.setitem(app.view_functions, "health.live", lambda: "open to all")

    assert client.get("/health/live").status_code == 403


def test_a_role_without_permission_reads_and_changes_nothing(app, sign_in):
    world = build_world()
    clients = browsers(app, sign_in, world)
    before = digest()
    wrong = []
    for number, path in enumerate(sorted({world.path(rule, "own") for rule in routes(app)})):
        for method in METHODS:
            stated = stated_rule(app, path, method)
            # A method without a view is refused before roles are looked at: one role each in turn.
            roles = ROLES if stated else (ROLES[number % len(ROLES)],)
            for role in roles:
                if stated is not None and stated.permits(role, method):
                    continue
                response = clients[role].open(path, method=method)
                if not is_refusal(response, stated):
                    wrong.append((path, role, method, response.status_code))

    assert wrong == []
    assert digest() == before


def stated_rule(app: Flask, path: str, method: str) -> AccessRule | None:
    """Return the rule of the view that serves a request, None where there is none."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(path, method=method)
    except MethodNotAllowed:
        return None
    return rule_of(app, endpoint)


def is_refusal(response, stated: AccessRule | None) -> bool:
    if stated is None:
        return response.status_code in (403, 405)
    to_sign_in = response.status_code == 302 and response.location.startswith("/sign-in")
    return response.status_code == 403 or to_sign_in


def test_a_role_with_permission_gets_a_page_and_reading_changes_nothing(app, sign_in):
    world = build_world()
    clients = browsers(app, sign_in, world)
    before = digest()
    wrong = []
    for rule in routes(app):
        stated = rule_of(app, rule.endpoint)
        for role in ROLES:
            if "GET" not in rule.methods or not stated.permits(role, "GET"):
                continue
            response = clients[role].get(world.path(rule, "own", role))
            if response.status_code not in (200, 302, 404):
                wrong.append((rule.endpoint, role, response.status_code))

    assert wrong == []
    assert digest() == before


def test_a_foreign_row_answers_like_a_missing_one(app, sign_in):
    """For each object route: a foreign id and a missing id give the same answer, byte for byte."""
    world = build_world()
    clients = browsers(app, sign_in, world)
    wrong, compared = [], 0
    for rule in routes(app):
        stated = rule_of(app, rule.endpoint)
        if not (rule.arguments - set(rule.defaults or {})) & world.guarded:
            continue
        for role in EVERYONE & stated.roles:
            if stated.is_public or world.sees_all(rule, role):
                continue
            for method in rule.methods & {"GET", "POST"}:
                if not stated.permits(role, method):
                    continue
                foreign = clients[role].open(world.path(rule, "foreign"), method=method)
                missing = clients[role].open(world.path(rule, "missing"), method=method)
                compared += 1
                if foreign.status_code != 404 or blurred(foreign) != blurred(missing):
                    wrong.append((rule.rule, role, method, difference(foreign, missing)))

    assert wrong == [], "\n".join(map(str, wrong))
    assert compared > 20


def difference(one, other) -> list[str]:
    """Return the first lines in which two pages differ, for the failure message."""
    lines = zip(blurred(one)[1].splitlines(), blurred(other)[1].splitlines(), strict=False)
    codes = [f"{one.status_code} and {other.status_code}"]
    return codes + [f"{left} | {right}" for left, right in lines if left != right][:1]


def blurred(response) -> tuple[int, str]:
    """Return a response without what differs each time: reference, nonce, tokens, address."""
    text = re.sub(r'(value|nonce)="[^"/]{16,}"|class="num">[0-9a-f]{8}<', "", response.text)
    return response.status_code, re.sub(r"\d+", "N", text)


def test_a_clerk_of_another_township_is_a_stranger(app, sign_in):
    world = build_world()
    clerk = sign_in(make_account(role=Role.CLERK, name="孙站长", division_code=CHANGFEN))

    own_town = sign_in(world.accounts[Role.CLERK]).get(f"/veterans/{world.own['veteran_id']}")
    other_town = clerk.get(f"/veterans/{world.own['veteran_id']}")

    assert world.accounts[Role.CLERK].division_code == LIUCHENG
    assert own_town.status_code == 200
    assert other_town.status_code == 404


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR])
def test_read_only_roles_can_change_only_their_password(app, role):
    changing = {
        rule.endpoint
        for rule in routes(app)
        for method in rule.methods & {"POST", "PUT", "PATCH", "DELETE"}
        if rule_of(app, rule.endpoint).permits(role, method)
        and not rule_of(app, rule.endpoint).is_public
    }

    # A leader is the second person of a change that an admin proposed.
    decides = {"accounts.decide_proposal"} if role is Role.LEADER else set()
    own = {"accounts.password", "accounts.sign_out", "accounts.end_others"}
    # The words of an auditor's search, and the file of a list they read; neither changes anything.
    reads = {"auditing.find", "exports.new"} if role is Role.AUDITOR else {"exports.new"}
    unsaved = {"drafts.keep", "drafts.drop"}  # what they typed into a form of their own
    assert changing == own | unsaved | decides | reads
