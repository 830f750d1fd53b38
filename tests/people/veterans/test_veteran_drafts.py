"""Drafts: unsaved answers are kept, shown again, and deleted once saved."""

import json

from sqlalchemy import select

from core.access import Role
from core.db import db
from people.veterans.models import ProfileDraft
from tests.people.accounts.world import make_account
from tests.support.rows import fresh, save


def drafts():
    db.session.rollback()
    return db.session.scalars(select(ProfileDraft)).all()


def test_a_draft_comes_back_when_the_section_is_opened(browser, zhang):
    answer = browser.post("/me/skills/draft", data={"skills_text": "会开铲车", "form_key": "k1"})

    page = browser.get("/me/skills").text
    assert answer.location == "/me"
    assert "会开铲车" in page
    assert "这是您上次没保存的内容" in page
    assert "没填完" in browser.get("/me").text
    assert fresh(zhang).skills_text == ""


def test_a_draft_written_under_old_field_names_comes_back(browser, account, zhang):
    draft = ProfileDraft(account_id=account.id, veteran_id=zhang.id, section="occupations")
    draft.body = json.dumps({"job_1": "货车司机"})
    save(draft)

    assert "货车司机" in browser.get("/me/occupations").text


def test_a_script_keeps_a_draft_again_and_again(browser):
    for words in ("会开铲", "会开铲车"):
        answer = browser.post(
            "/me/skills/draft",
            data={"skills_text": words},
            headers={"Accept": "application/json"},
        )

    assert answer.json["left_out"] == []
    assert [json.loads(draft.body) for draft in drafts()] == [{"skills_text": ["会开铲车"]}]


def test_a_saved_section_has_no_draft(browser, zhang):
    browser.post("/me/skills/draft", data={"skills_text": "会开铲车"})

    browser.post("/me/skills", data={"skills_text": "会开铲车和叉车", "version": zhang.version})

    assert drafts() == []
    assert fresh(zhang).skills_text == "会开铲车和叉车"


def test_choices_of_a_draft_come_back_too(browser):
    browser.post("/me/places/draft", data={"places": ["3401", "31"], "accepts_away": "1"})

    page = browser.get("/me/places").text

    assert page.count("checked") == 3


def test_the_draft_of_a_record_comes_back(browser):
    browser.post("/me/service:new/draft", data={"specialty": "炊事", "branch": "NAVY"})

    page = browser.get("/me/service/new").text

    assert 'value="炊事"' in page


def test_a_designation_is_not_kept_even_in_a_draft(browser):
    answer = browser.post(
        "/me/service:new/draft", data={"specialty": "71522部队驾驶", "duty": "班长"},
        follow_redirects=True,
    )  # fmt: skip

    assert "没有存，请改写成「某部」" in answer.text
    assert [json.loads(draft.body) for draft in drafts()] == [{"duty": ["班长"]}]


def test_a_draft_is_stored_encrypted(browser):
    browser.post("/me/basic/draft", data={"identity": "340321190001010013"})

    assert "340321190001010013" not in drafts()[0].body_sealed


def test_a_draft_can_be_deleted(browser):
    browser.post("/me/skills/draft", data={"skills_text": "会开铲车"})

    browser.post("/me/skills/draft/drop")

    assert drafts() == []


def test_a_draft_of_an_unknown_section_is_refused(browser):
    assert browser.post("/me/shoe-size/draft", data={"x": "1"}).status_code == 404


def test_a_draft_belongs_to_the_account_that_typed_it(browser, zhang, sign_in):
    browser.post("/me/skills/draft", data={"skills_text": "会开铲车"})
    clerk = sign_in(make_account(role=Role.CLERK, name="赵站长"))

    page = clerk.get(f"/veterans/{zhang.id}/edit/skills").text

    assert "会开铲车" not in page
