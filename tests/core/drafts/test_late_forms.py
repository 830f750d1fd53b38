"""A form sent when its session has ended, or by another account than the one that opened it."""

import json
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core import clock
from core.access import Role
from core.db import db, transaction
from core.drafts.models import FormDraft
from jobs.vacancies.models import Vacancy
from people.accounts import identity
from people.accounts.models import WebSession
from people.veterans.models import Veteran
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import PASSWORD, make_account
from tests.people.veterans.world import PERSON, make_veteran
from tests.support.forms import form_at, forms_of

PATH = "/me/skills"
JSON = {"Accept": "application/json"}
WORDS = {"skills_text": ["会开铲车"]}


@pytest.fixture
def zhang(app):
    account = make_account()
    make_veteran(account=account)
    return account


@pytest.fixture
def browser(zhang, sign_in):
    return sign_in(zhang)


def drafts():
    db.session.rollback()
    return db.session.scalars(select(FormDraft)).all()


def typed(browser, path=PATH, words=WORDS):
    """Return what is sent of a form after typing into it."""
    return form_at(browser.get(path).text, path).values() | words


def idle(browser, *, seconds: int) -> None:
    with browser.session_transaction() as cookie:
        cookie["seen"] = int(time.time()) - seconds


def kill(zhang) -> None:
    """End the sessions of an account on the server, as 让其他设备都退出 does."""
    with transaction(audited=False) as session:
        session.execute(update(WebSession).values(revoked_at=clock.now()))


def sign_in_as(browser, account) -> None:
    answer = browser.post("/sign-in", data={"phone": account.phone, "password": PASSWORD})
    assert answer.status_code == 302


def test_a_form_sent_too_late_leads_to_sign_in_and_back_to_its_words(browser, zhang):
    sent = typed(browser)
    idle(browser, seconds=identity.IDLE_OTHERS + 60)

    answer = browser.post(PATH, data=sent)

    assert answer.location == "/sign-in?next=/me/skills"
    page = browser.get(answer.location).text
    assert "登录过期了，请重新登录。您写的都在" in page
    assert "会开铲车" not in page
    sign_in_as(browser, zhang)
    assert form_at(browser.get(PATH).text, PATH).values()["skills_text"] == ["会开铲车"]


def test_a_session_ended_elsewhere_keeps_the_words_too(browser, zhang):
    sent = typed(browser)
    kill(zhang)

    assert browser.post(PATH, data=sent).location.startswith("/sign-in")
    assert [json.loads(one.body)["skills_text"] for one in drafts()] == [["会开铲车"]]


def test_a_browser_without_its_cookies_keeps_the_words_too(app, browser, zhang):
    app.config["WTF_CSRF_ENABLED"] = True
    sent = typed(browser)

    answer = app.test_client().post(PATH, data=sent)

    assert answer.location == "/sign-in?next=/me/skills"
    assert drafts()[0].account_id == zhang.id


def test_another_person_at_that_browser_does_not_see_the_words(browser, zhang):
    other = make_account(name="李四", phone="19900000044")
    make_veteran(account=other, name="李四", phone="19900000044")
    sent = typed(browser)
    idle(browser, seconds=identity.IDLE_OTHERS + 60)
    answer = browser.post(PATH, data=sent)
    browser.get(answer.location)
    sign_in_as(browser, other)

    page = browser.get(PATH).text

    assert "会开铲车" not in page
    assert "没保存的内容" not in page


@pytest.mark.parametrize("guarded", [True, False])
def test_a_form_of_one_account_is_never_saved_by_another(app, browser, zhang, sign_in, guarded):
    """Two people share a desk: the first one's form is still open when the second signs in."""
    app.config["WTF_CSRF_ENABLED"] = guarded
    sent = typed(browser)
    other = make_account(name="李四", phone="19900000044")
    second = make_veteran(account=other, name="李四", phone="19900000044")
    desk = sign_in(other)

    answer = desk.post(PATH, data=sent)

    assert answer.status_code == 400
    assert "这张表是别的账号打开的" in answer.text
    assert db.session.get_one(Veteran, second.id, populate_existing=True).skills_text == ""
    assert [one.account_id for one in drafts()] == [zhang.id]


def test_a_form_from_before_the_same_person_signed_in_again_is_shown_again(app, browser, zhang):
    app.config["WTF_CSRF_ENABLED"] = True
    sent = typed(browser)
    with browser.session_transaction() as cookie:
        cookie["csrf_token"] = "another"

    answer = browser.post(PATH, data=sent)

    assert (answer.status_code, answer.location) == (302, PATH)
    page = browser.get(PATH).text
    assert "您刚才重新登录过" in page
    assert form_at(page, PATH).values()["skills_text"] == ["会开铲车"]


def test_a_script_gets_a_fresh_token_for_the_same_account_only(app, browser, sign_in):
    app.config["WTF_CSRF_ENABLED"] = True
    sent = typed(browser)
    with browser.session_transaction() as cookie:
        cookie["csrf_token"] = "another"

    own = browser.post("/drafts", data=sent, headers=JSON)
    other = make_account(name="李四", phone="19900000044")
    foreign = sign_in(other).post("/drafts", data=sent, headers=JSON)
    visitor = app.test_client().post("/drafts", data=sent, headers=JSON)

    assert (own.status_code, foreign.status_code, visitor.status_code) == (409, 403, 401)
    assert browser.post(
        "/drafts", data=sent | {"csrf_token": own.json["token"]}, headers=JSON
    ).json["saved"]
    assert "token" not in foreign.json | visitor.json


def test_a_button_pressed_too_late_leads_to_sign_in_and_back(browser):
    idle(browser, seconds=identity.IDLE_OTHERS + 60)

    answer = browser.post("/account/end-others", headers={"Referer": "http://localhost/account"})

    assert answer.location == "/sign-in?next=/account"
    assert "请重新登录，再做一次" in browser.get(answer.location).text


@pytest.mark.parametrize("before", ["http://evil.example/x", "http://[", "//[::1", "x" * 5_000])
def test_a_button_reported_from_elsewhere_leads_home(browser, before):
    idle(browser, seconds=identity.IDLE_OTHERS + 60)

    answer = browser.post("/account/end-others", headers={"Referer": before})

    assert answer.location == "/sign-in?next=/"


def test_one_who_may_not_is_refused_and_not_asked_to_sign_in(browser):
    assert browser.post("/stations/new").status_code == 403


def test_secrets_are_not_kept(browser, sign_in):
    admin = sign_in(make_account(role=Role.ADMIN, name="孙管理"))
    sent = typed(
        admin, "/account/password", {"old": ["旧的密码八位"], "password": ["新的密码八位"]}
    )
    idle(admin, seconds=identity.IDLE_STAFF + 60)
    admin.post("/account/password", data=sent)
    claim = typed(browser, "/claim", {"code": ["1234-5678"], "name": ["张建国"]})
    idle(browser, seconds=identity.IDLE_OTHERS + 60)
    browser.post("/claim", data=claim)

    kept = "".join(one.body for one in drafts())
    assert "张建国" in kept
    assert "密码" not in kept
    assert "1234" not in kept
    assert "csrf" not in kept
    assert "form_key" not in kept


def test_typing_counts_as_being_there(browser):
    idle(browser, seconds=identity.IDLE_OTHERS - 60)
    before = int(time.time()) - identity.IDLE_OTHERS

    answer = browser.post("/drafts", data=typed(browser), headers=JSON)

    assert answer.json["saved"]
    with browser.session_transaction() as cookie:
        assert cookie["seen"] > before + 60


def test_typing_does_not_outlast_the_absolute_end_of_a_session(browser):
    sent = typed(browser)
    with transaction(audited=False) as session:
        session.execute(update(WebSession).values(expires_at=clock.now() - timedelta(seconds=1)))

    answer = browser.post("/drafts", data=sent, headers=JSON)

    assert (answer.status_code, answer.json) == (401, {"ended": True, "kept": True})


def test_a_visitor_whose_page_is_too_old_goes_on_with_what_was_typed(app, client):
    """Nothing of it is stored: the answer carries it, without the password."""
    app.config["WTF_CSRF_ENABLED"] = True
    sent = typed(client, "/register", {name: [value] for name, value in PERSON.items()})
    stranger = app.test_client()

    answer = stranger.post("/register", data=sent)

    assert answer.status_code == 400
    assert PERSON["password"] not in answer.text
    assert drafts() == []
    page = stranger.post("/register", data=carried_by(answer.text, "/register"))
    assert page.status_code == 200
    assert form_at(page.text, "/register").values()["name"] == [PERSON["name"]]
    assert db.session.scalars(select(Veteran)).all() == []


def carried_by(page: str, action: str):
    return next(one for one in forms_of(page) if one.action == action).values()


def test_a_forged_form_gets_no_carried_page(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    sent = typed(client, "/register", {name: [value] for name, value in PERSON.items()})

    answer = app.test_client().post(
        "/register", data=sent, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 400
    assert PERSON["name"] not in answer.text


def test_a_deleted_account_leaves_no_draft(app, browser):
    sent = typed(browser)
    browser.post("/me/data/delete", data={"password_again": PASSWORD})

    answer = app.test_client().post(PATH, data=sent)

    assert answer.status_code == 302
    assert drafts() == []


def test_a_half_filled_vacancy_is_there_again(sign_in):
    account = make_account(role=Role.EMPLOYER, name="王经理")
    make_employer(account=account)
    browser = sign_in(account)
    sent = typed(browser, "/vacancies/new", {"title": ["货车司机"], "duties": ["跑短途"]})
    idle(browser, seconds=identity.IDLE_OTHERS + 60)
    answer = browser.post("/vacancies/new", data=sent)
    browser.get(answer.location)
    sign_in_as(browser, account)

    shown = form_at(browser.get("/vacancies/new").text, "/vacancies/new").values()

    assert (shown["title"], shown["duties"]) == (["货车司机"], ["跑短途"])
    assert db.session.scalars(select(Vacancy)).all() == []
