"""Drafts of a profile: unsaved answers are kept, shown again, and deleted once saved."""

import json

import pytest
from sqlalchemy import select

from core.access import Role
from core.db import db, transaction
from core.drafts.models import FormDraft
from people.veterans import operations
from people.veterans.models import Veteran
from tests.people.accounts.world import make_account
from tests.support.forms import form_at
from tests.support.rows import fresh

JSON = {"Accept": "application/json"}


@pytest.fixture
def keep(browser):
    """Type into a form of 张建国's profile and keep it."""

    def keep_typed(path: str, typed, **headers):
        form = form_at(browser.get(path).text, path)
        return (
            browser.post("/drafts?next=/me", data=form.values() | typed, headers=headers["headers"])
            if headers
            else browser.post("/drafts?next=/me", data=form.values() | typed)
        )

    return keep_typed


def drafts():
    db.session.rollback()
    return db.session.scalars(select(FormDraft)).all()


def bodies():
    return [json.loads(draft.body) for draft in drafts()]


def test_a_draft_comes_back_when_the_section_is_opened(browser, zhang, keep):
    answer = keep("/me/skills", {"skills_text": "会开铲车"})

    page = browser.get("/me/skills").text
    assert answer.location == "/me"
    assert "会开铲车" in page
    assert "这是您上次没保存的内容" in page
    assert "没填完" in browser.get("/me").text
    assert fresh(zhang).skills_text == ""


def test_a_script_keeps_a_draft_again_and_again(browser, keep):
    for words in ("会开铲", "会开铲车"):
        answer = keep("/me/skills", {"skills_text": words}, headers=JSON)

    assert answer.json["redacted"] is False
    assert [body["skills_text"] for body in bodies()] == [["会开铲车"]]


def test_a_saved_section_has_no_draft(browser, zhang, keep):
    keep("/me/skills", {"skills_text": "会开铲车"})

    browser.post("/me/skills", data={"skills_text": "会开铲车和叉车", "version": zhang.version})

    assert drafts() == []
    assert fresh(zhang).skills_text == "会开铲车和叉车"


def test_choices_of_a_draft_come_back_too(browser, keep):
    keep("/me/places", {"places": ["3401", "31"], "accepts_away": "1"})

    page = browser.get("/me/places").text

    assert page.count("checked") == 3


def test_the_draft_of_a_record_comes_back(browser, keep):
    keep("/me/service/new", {"specialty": "炊事", "branch": "NAVY"})

    page = browser.get("/me/service/new").text

    assert 'value="炊事"' in page
    assert "没填完" in browser.get("/me").text


def test_a_designation_is_not_kept_even_in_a_draft(keep, browser):
    keep("/me/service/new", {"specialty": "71522部队驾驶", "duty": "班长"})

    assert "没有暂存，保存前请改写" in browser.get("/me").text
    assert [body["specialty"] for body in bodies()] == [["某部驾驶"]]
    assert [body["duty"] for body in bodies()] == [["班长"]]


def test_an_identity_number_is_not_kept(keep):
    keep("/me/basic", {"identity": "340321190001010013", "born_on": "1990-01-01"})

    assert "identity" not in bodies()[0]
    assert bodies()[0]["born_on"] == ["1990-01-01"]


WIDE = "３４０３２１１９９００１０１００１３"


@pytest.mark.parametrize("number", ["340321199001010013", "340321 19900101 001X", WIDE])
def test_an_identity_number_in_prose_is_left_out(keep, number):
    keep("/me/skills", {"skills_text": f"会开铲车，{number}，也会焊"})

    assert bodies()[0]["skills_text"] == ["会开铲车，（号码没有留），也会焊"]


def test_a_draft_is_stored_encrypted(keep):
    keep("/me/skills", {"skills_text": "会开铲车"})

    assert "铲车" not in drafts()[0].body_sealed


def test_a_draft_can_be_deleted(browser, keep):
    keep("/me/skills", {"skills_text": "会开铲车"})
    token = form_at(browser.get("/me/skills").text, "/me/skills").token

    answer = browser.post("/drafts/drop", data={"draft": token})

    assert answer.location == "/me/skills"
    assert drafts() == []


@pytest.mark.parametrize("token", ["", "x", "eyJhIjoxfQ.x"])
def test_a_draft_without_a_genuine_token_is_refused(browser, token):
    assert browser.post("/drafts", data={"draft": token, "x": "1"}).status_code == 404


def test_a_draft_belongs_to_the_account_that_typed_it(browser, zhang, sign_in, keep):
    keep("/me/skills", {"skills_text": "会开铲车"})
    clerk = sign_in(make_account(role=Role.CLERK, name="赵站长"))

    page = clerk.get(f"/veterans/{zhang.id}/edit/skills").text

    assert "会开铲车" not in page


def test_what_was_typed_about_a_person_is_forgotten_with_them(browser, zhang, clerk, keep):
    keep("/me/skills", {"skills_text": "会开铲车"})
    path = f"/veterans/{zhang.id}/edit/skills"
    about = form_at(clerk.get(path).text, path).values()
    clerk.post("/drafts", data=about | {"skills_text": ["代填"]})
    other = form_at(clerk.get("/veterans/new").text, "/veterans/new").values()
    clerk.post("/drafts", data=other | {"name": ["李四"]})

    with transaction():
        operations.forget(db.session.get_one(Veteran, zhang.id))

    assert [draft.address for draft in drafts()] == ["/veterans/new"]
