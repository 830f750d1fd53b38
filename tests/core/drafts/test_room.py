"""Drafts cannot fill the disk: limits of an account and of all, and whoever loses one reads it."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db, transaction
from core.drafts import operations, room
from core.drafts.models import FormDraft
from core.drafts.operations import Kept
from core.drafts.parameters import ACCOUNT_MB, TOTAL_MB
from core.drafts.tokens import OpenedForm
from core.parameters.registry import ParameterFacts, set_value
from tests.people.accounts.world import make_account
from tests.support.forms import form_at

JSON = {"Accept": "application/json"}
PATH = "/stations/new"
LONG = "字" * 190_000  # about 0.76 MB as it is stored
EMPTIED = "您写的草稿没有留下"


@pytest.fixture
def officer(app):
    return make_account(role=Role.OFFICER, name="陈主任")


@pytest.fixture
def browser(officer, sign_in):
    return sign_in(officer)


def keep(account, address: str, text: str = "字", *, form: str = "a.Form") -> Kept | None:
    opened = OpenedForm(account.id, address, address, form, ("note",), "t", 0.0)
    with transaction(audited=False):
        return operations.keep(opened, {"note": [text]}, key="")


def limit(parameter, megabytes: int, by) -> None:
    with transaction():
        facts = ParameterFacts(megabytes, clock.today(), "文号一")
        set_value(parameter, facts, by_id=by.id)


def texts(account) -> dict[str, str]:
    """Return the beginning of each draft of an account that was not emptied, by address."""
    db.session.rollback()
    query = select(FormDraft).where(FormDraft.account_id == account.id, FormDraft.size > 0)
    drafts = db.session.scalars(query)
    return {one.address: json.loads(one.body or "")["note"][0][:1] for one in drafts}


def stored() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.sum(func.length(FormDraft.body_sealed)))) or 0


def write_long(account, number: int) -> list[Kept | None]:
    return [keep(account, f"/{place}", LONG) for place in range(number)]


def test_an_account_keeps_so_much_and_the_oldest_goes(officer):
    kept = write_long(officer, 8)

    assert [one.emptied for one in kept if one] == [0, 0, 0, 0, 0, 1, 1, 1]
    assert set(texts(officer)) == {"/3", "/4", "/5", "/6", "/7"}
    assert stored() < 4.1 * room.MB


def test_without_the_guard_an_account_keeps_everything(officer, monkeypatch):
    """The control: only the making of room prevents it."""
    monkeypatch.setattr(operations, "make_room", lambda _draft: 0)

    write_long(officer, 8)

    assert len(texts(officer)) == 8
    assert stored() > 6 * room.MB


def test_many_accounts_together_keep_so_much(officer, monkeypatch):
    monkeypatch.setattr(room, "MB", 100_000)  # 20 MB are 2 MB here, and 100 of an account 10
    limit(TOTAL_MB, 20, officer)
    limit(ACCOUNT_MB, 100, officer)
    accounts = [make_account(role=Role.VETERAN, name=f"战友{name}") for name in "甲乙丙丁"]

    for account in accounts:
        write_long(account, 3)

    assert stored() < 2_100_000
    assert texts(accounts[-1])  # whoever writes keeps at least what they write


def test_whoever_fills_the_room_loses_their_own(officer, monkeypatch):
    monkeypatch.setattr(room, "MB", 100_000)
    limit(TOTAL_MB, 20, officer)
    limit(ACCOUNT_MB, 100, officer)
    attacker = make_account(role=Role.VETERAN, name="王二")
    keep(officer, "/old", "老")

    emptied = sum(one.emptied for one in write_long(attacker, 6) if one)

    assert texts(officer) == {"/old": "老"}
    assert emptied == 4
    assert set(texts(attacker)) == {"/4", "/5"}


def test_the_fortieth_and_no_more(officer, monkeypatch):
    monkeypatch.setattr(room, "MOST", 2)
    monkeypatch.setattr(room, "MOST_ROWS", 3)

    kept = [keep(officer, f"/{place}") for place in range(6)]

    assert [one.emptied for one in kept if one] == [0, 0, 1, 1, 1, 1]
    assert set(texts(officer)) == {"/4", "/5"}
    assert db.session.scalar(select(func.count(FormDraft.id))) == 4


def test_a_draft_written_again_takes_its_room_once(officer):
    for _ in range(8):
        kept = keep(officer, "/one", LONG)

    assert kept == replace(kept, emptied=0)
    assert stored() < room.MB


def test_the_form_shows_that_its_draft_was_emptied(browser, officer):
    page = browser.get(PATH).text
    assert EMPTIED not in page
    form = form_at(page, PATH).values()
    browser.post("/drafts", data=form | {"name": ["榴城站"]}, headers=JSON)
    with transaction(audited=False) as session:
        for draft in session.scalars(select(FormDraft)):
            draft.body, draft.size = "", 0

    page = browser.get(PATH).text

    assert EMPTIED in page
    assert "榴城站" not in page
    assert "这是您上次没保存的内容" not in page
    button = form_at(page, "/drafts/drop").values()
    assert browser.post("/drafts/drop", data=button).location == PATH
    assert EMPTIED not in browser.get(PATH).text


def test_a_form_typed_again_has_its_draft_again(browser, officer):
    form = form_at(browser.get(PATH).text, PATH).values()
    browser.post("/drafts", data=form | {"name": ["榴城站"]}, headers=JSON)
    with transaction(audited=False) as session:
        for draft in session.scalars(select(FormDraft)):
            draft.body, draft.size = "", 0
    form = form_at(browser.get(PATH).text, PATH).values()

    browser.post("/drafts", data=form | {"name": ["常坟站"]}, headers=JSON)

    page = browser.get(PATH).text
    assert "常坟站" in page
    assert EMPTIED not in page


def test_the_writer_is_informed_with_and_without_scripts(browser, officer, monkeypatch):
    monkeypatch.setattr(room, "MOST", 1)
    first = form_at(browser.get("/stations/tasks/new").text, "/stations/tasks/new").values()
    browser.post("/drafts", data=first, headers=JSON)
    form = form_at(browser.get(PATH).text, PATH).values()

    assert browser.post("/drafts", data=form, headers=JSON).json["emptied"] == 1

    answer = browser.post("/drafts", data=first, follow_redirects=True)
    assert "您最早的 1 份草稿没有留下" in answer.text
