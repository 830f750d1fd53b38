"""Headers, CSRF, double submission and error pages."""

import re

import pytest
from sqlalchemy import func, select

from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from core.starting import proof
from people.accounts.models import Account
from tests.people.accounts.world import make_account


@pytest.mark.parametrize("path", ["/sign-in", "/nothing-here", "/staff", "/health/live"])
def test_every_response_has_the_headers(client, path):
    response = client.get(path)

    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cache-Control"] == "no-store, max-age=0"


def test_each_page_has_its_own_nonce(client):
    nonces = {
        re.search(r"'nonce-([^']+)'", client.get("/sign-in").headers["Content-Security-Policy"])[1]
        for _ in range(3)
    }

    assert len(nonces) == 3


def test_a_form_without_its_token_is_refused(app, client):
    app.config["WTF_CSRF_ENABLED"] = True

    response = client.post("/sign-in", data={"phone": "19900000001", "password": "x" * 8})

    assert response.status_code == 400
    assert "页面放得太久，已经过期。请返回上一页刷新，再提交一次。" in response.text


def test_a_form_from_another_site_is_refused(client):
    response = client.post(
        "/mode", data={"mode": "elder"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert response.status_code == 403


def test_a_missing_page_shows_what_to_do_and_a_reference(client):
    response = client.get("/nothing-here")

    assert response.status_code == 404
    assert response.headers["X-Reference"] in response.text


def test_a_form_sent_twice_is_saved_once(app, sign_in):
    browser = sign_in(make_account(role=Role.ADMIN))
    form = {"name": "周站长", "phone": "19911111111", "role": "OFFICER", "form_key": "k" * 22}

    first = browser.post("/staff/new", data=form)
    second = browser.post("/staff/new", data=form)

    assert first.status_code == 200
    assert second.status_code == 409
    made = select(func.count()).where(Account.name == "周站长")
    assert db.session.scalar(made) == 1


def test_the_same_form_with_other_contents_is_held(app, sign_in):
    browser = sign_in(make_account(role=Role.ADMIN))
    form = {"name": "周站长", "phone": "19911111111", "role": "OFFICER", "form_key": "k" * 22}
    browser.post("/staff/new", data=form)

    response = browser.post("/staff/new", data=form | {"name": "吴站长"})

    assert response.status_code == 422
    assert "刚才已经保存过一次。" in response.text
    assert "吴站长" in response.text


def test_a_repeated_form_gets_the_same_answer(app, sign_in):
    browser = sign_in(make_account())
    form = {"form_key": "k" * 22}
    first = browser.post("/account/end-others", data=form)
    events = select(func.count()).select_from(AuditEvent)
    before = db.session.scalar(events)

    second = browser.post("/account/end-others", data=form)

    db.session.rollback()
    assert second.status_code == first.status_code == 302
    assert second.location == first.location
    assert db.session.scalar(events) == before


def test_the_large_print_version_stays_on(client):
    client.post("/mode", data={"mode": "elder", "next": "/sign-in"})

    assert 'data-mode="elder"' in client.get("/sign-in").text


def test_an_unknown_mode_is_the_standard_one(client):
    client.post("/mode", data={"mode": "<script>"})

    assert "data-mode" not in client.get("/sign-in").text


def test_health_checks_reveal_little(app, client):
    with transaction(audited=False):
        proof.establish(app.extensions["settings"])

    assert client.get("/health/live").json == {"status": "ok"}
    assert client.get("/health/ready").json == {"status": "ok"}
