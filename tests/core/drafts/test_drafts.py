"""Drafts of a form: two windows, saving, Back after saving, switching the mode, old ones."""

import json
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core import clock
from core.access import Role
from core.db import db, transaction
from core.drafts import operations
from core.drafts.models import FormDraft
from core.drafts.schedule import old_drafts
from people.accounts.models import Account
from people.stations.models import Station
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.forms import form_at, forms_of
from tests.support.rows import fresh

PATH = "/stations/new"
JSON = {"Accept": "application/json"}
STATION = {
    "name": ["榴城镇服务站"],
    "division_code": ["340321100"],
    "level": ["TOWNSHIP"],
}


@pytest.fixture
def officer(app) -> Account:
    return make_account(role=Role.OFFICER, name="陈主任")


@pytest.fixture
def browser(officer, sign_in):
    return sign_in(officer)


def opened(browser, path=PATH):
    return form_at(browser.get(path).text, path).values()


def keep(browser, form, **typed):
    answer = browser.post(
        "/drafts", data=form | {name: [value] for name, value in typed.items()}, headers=JSON
    )
    assert answer.status_code == 200
    return answer.json


def drafts():
    db.session.rollback()
    return db.session.scalars(select(FormDraft)).all()


def names():
    return [json.loads(one.body)["name"] for one in drafts()]


def test_last_typed_wins_and_both_windows_are_informed(browser):
    here, there = opened(browser), opened(browser)

    first = keep(browser, here, name="甲站")
    second = keep(browser, there, name="乙站")
    third = keep(browser, here, name="甲站二")

    assert [one["elsewhere"] for one in (first, second, third)] == [False, True, True]
    assert names() == [["甲站二"]]


def test_a_window_that_goes_on_with_a_draft_is_not_another_one(browser):
    keep(browser, opened(browser), name="甲站")

    again = opened(browser)

    assert again["name"] == ["甲站"]
    assert keep(browser, again, name="甲站二")["elsewhere"] is False


def test_saving_in_one_window_keeps_what_another_typed_since(browser):
    here, there = opened(browser), opened(browser)
    keep(browser, here, name="甲站")
    keep(browser, there, name="乙站")

    assert browser.post(PATH, data=here | STATION).status_code == 302

    assert names() == [["乙站"]]


def test_a_draft_that_arrives_after_the_form_was_saved_is_not_kept(browser):
    form = opened(browser)
    browser.post(PATH, data=form | STATION)

    assert keep(browser, form, name="太晚了") == {"saved": ""}
    assert drafts() == []


def test_a_form_saved_while_a_draft_of_it_is_on_its_way_leaves_no_draft(app, browser):
    """The save and the draft take turns, whichever comes first."""
    form = opened(browser)
    cookies = browser.get_cookie("rongye").value
    for attempt in range(6):
        form = opened(browser)
        start = threading.Barrier(2)

        def send(path, data, start=start):
            sender = app.test_client()
            sender.set_cookie("rongye", cookies)
            start.wait()
            sender.post(path, data=data, headers=JSON if path == "/drafts" else {})

        station = STATION | {"name": [f"第{attempt}站"]}
        both = [
            threading.Thread(target=send, args=(PATH, form | station)),
            threading.Thread(target=send, args=("/drafts", form | {"name": ["草稿"]})),
        ]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert drafts() == []
    db.session.rollback()
    assert len(db.session.scalars(select(Station)).all()) == 6


def test_two_first_drafts_at_once_make_one(app, browser):
    cookies, start, statuses = browser.get_cookie("rongye").value, threading.Barrier(4), []
    forms = [opened(browser) for _ in range(4)]

    def send(form):
        sender = app.test_client()
        sender.set_cookie("rongye", cookies)
        start.wait()
        answer = sender.post("/drafts", data=form | {"name": ["甲站"]}, headers=JSON)
        statuses.append(answer.status_code)

    senders = [threading.Thread(target=send, args=(form,)) for form in forms]
    for one in senders:
        one.start()
    for one in senders:
        one.join()

    assert statuses == [200] * 4
    assert names() == [["甲站"]]


def test_back_after_saving_keeps_what_was_typed_and_saves_once(browser):
    form = opened(browser)
    first = browser.post(PATH, data=form | STATION)
    again = browser.post(PATH, data=form | STATION)
    changed = form | STATION | {"name": ["仁和集镇服务站"]}

    held = browser.post(PATH, data=changed)

    assert again.location == first.location
    assert held.status_code == 422
    assert "刚才已经保存过一次" in held.text
    shown = form_at(held.text, PATH).values()
    assert shown["name"] == ["仁和集镇服务站"]
    assert shown["form_key"] != form["form_key"]
    assert len(db.session.scalars(select(Station)).all()) == 1
    assert browser.post(PATH, data=shown).status_code == 302
    db.session.rollback()
    assert len(db.session.scalars(select(Station)).all()) == 2


def test_back_after_editing_shows_what_was_typed_and_then_saves(browser):
    browser.post(PATH, data=opened(browser) | STATION)
    station = db.session.scalars(select(Station)).one()
    path = f"/stations/{station.id}/edit"
    form = opened(browser, path)
    browser.post(path, data=form | {"address": ["人民路 1 号"]})

    held = browser.post(path, data=form | {"address": ["人民路 2 号"]})
    changed = browser.post(path, data=form_at(held.text, path).values())

    assert (held.status_code, changed.status_code) == (422, 422)
    assert "您看过以后，这条资料又改过了" in changed.text
    assert browser.post(path, data=form_at(changed.text, path).values()).status_code == 302
    assert fresh(station).address == "人民路 2 号"


def test_switching_the_mode_on_a_refused_page_keeps_what_was_typed(browser):
    sent = opened(browser) | STATION | {"name": [""], "address": ["人民路 1 号"]}
    refused = browser.post(PATH, data=sent)
    assert refused.status_code == 422
    assert f'form="{form_at(refused.text, PATH).attributes["id"]}"' in refused.text
    assert f'formaction="/mode?next={PATH}"' in refused.text

    sent |= {"carry": ["elder"]}
    switched = browser.post(f"/mode?next={PATH}", data=sent)
    answer = browser.post(PATH, data=sent)  # a browser sends the same form on after a 307

    assert (switched.status_code, switched.location) == (307, PATH)
    assert 'data-mode="elder"' in answer.text
    assert form_at(answer.text, PATH).values()["address"] == ["人民路 1 号"]
    assert db.session.scalars(select(Station)).all() == []


def test_a_complete_form_that_is_carried_is_not_saved(browser):
    answer = browser.post(PATH, data=opened(browser) | STATION | {"carry": [""]})

    assert answer.status_code == 200
    assert db.session.scalars(select(Station)).all() == []


@pytest.mark.parametrize("address", ["//evil.example/x", "https://evil.example/", "/no/such", ""])
def test_the_switch_sends_a_form_only_within_this_site(browser, address):
    answer = browser.post(f"/mode?next={address}", data={"carry": "elder"})

    assert (answer.status_code, answer.location) == (302, "/")


def test_a_file_can_be_made_again_with_the_same_form(browser):
    """A download leaves its page open: the second press must not meet a spent key."""
    path = "/exports/new?list=veterans"
    make_veteran()
    form = next(one for one in forms_of(browser.get(path).text) if one.token)
    sent = form.values() | {"reason": ["REPORT"]}

    answers = [browser.post(form.action, data=sent) for _ in range(2)]
    other = browser.post(form.action, data=sent | {"reason": ["VISIT"]})

    assert [one.status_code for one in (*answers, other)] == [200, 200, 200]
    assert "attachment" in other.headers["Content-Disposition"]


def test_old_drafts_are_not_shown_and_are_deleted(browser):
    keep(browser, opened(browser), name="甲站")
    with transaction(audited=False) as session:
        session.execute(update(FormDraft).values(saved_at=clock.now() - timedelta(days=15)))

    assert opened(browser)["name"] == [""]
    assert old_drafts.work() == "1 份"
    assert drafts() == []


def test_a_draft_within_its_days_stays(browser):
    keep(browser, opened(browser), name="甲站")
    with transaction(audited=False) as session:
        session.execute(update(FormDraft).values(saved_at=clock.now() - timedelta(days=13)))

    assert old_drafts.work() == "0 份"
    assert opened(browser)["name"] == ["甲站"]


def test_a_draft_that_is_too_long_is_refused_with_words(browser):
    answer = browser.post(
        "/drafts", data=opened(browser) | {"address": ["x" * 200_000]}, headers=JSON
    )

    assert answer.status_code == 422
    assert "写得太长，没有暂存" in answer.json["message"]


def test_an_unwanted_draft_is_deleted_by_its_button(browser):
    keep(browser, opened(browser), name="甲站")
    page = browser.get(PATH).text
    assert "不要这份草稿" in page
    button = next(one for one in forms_of(page) if one.action == "/drafts/drop")

    answer = browser.post("/drafts/drop", data=button.values())

    assert answer.location == PATH
    assert opened(browser)["name"] == [""]


def test_a_draft_of_a_row_that_changed_since_does_not_overwrite_it_unseen(browser, sign_in):
    browser.post(PATH, data=opened(browser) | STATION)
    station = db.session.scalars(select(Station)).one()
    path = f"/stations/{station.id}/edit"
    keep(browser, opened(browser, path), address="草稿路 1 号")
    other = sign_in(make_account(role=Role.OFFICER, name="吴主任", phone="19900000044"))
    other.post(path, data=opened(other, path) | {"address": ["人民路 1 号"]})

    answer = browser.post(path, data=opened(browser, path))

    assert answer.status_code == 422
    assert "您看过以后，这条资料又改过了" in answer.text
    assert fresh(station).address == "人民路 1 号"
    assert form_at(answer.text, path).values()["address"] == ["草稿路 1 号"]


@pytest.mark.parametrize("guarded", [True, False])
def test_a_draft_waits_for_the_form_that_is_being_saved(app, browser, monkeypatch, guarded):
    """Control: without turns PostgreSQL keeps the draft, as the spent key is not visible yet."""
    if not guarded and db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time anyway")
    form, cookies = opened(browser), browser.get_cookie("rongye").value
    is_dropped, is_kept, drop = threading.Event(), threading.Event(), operations.drop
    if not guarded:
        monkeypatch.setattr(operations, "_take_turn", lambda account_id: None)

    def slow_drop(*arguments, **more):
        drop(*arguments, **more)
        is_dropped.set()
        is_kept.wait(1)  # with turns the draft waits for this transaction: it is never set

    def draft():
        is_dropped.wait(60)
        sender = app.test_client()
        sender.set_cookie("rongye", cookies)
        sender.post("/drafts", data=form | {"name": ["草稿"]}, headers=JSON)
        is_kept.set()

    monkeypatch.setattr(operations, "drop", slow_drop)
    typing = threading.Thread(target=draft)
    typing.start()
    assert browser.post(PATH, data=form | STATION).status_code == 302
    typing.join()

    assert len(drafts()) == (0 if guarded else 1)
