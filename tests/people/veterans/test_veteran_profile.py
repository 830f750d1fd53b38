"""Filling in a profile, section by section, by the veteran or on their behalf."""

import re
from datetime import date

import pytest

from core import clock
from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from core.errors import DomainError
from people.veterans import operations
from people.veterans.models import (
    EmploymentStatus,
    ResettlementMode,
    Schooling,
    SoldierClass,
)
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN, LIUCHENG
from tests.support.rows import fresh

ID_NUMBER = "340321190001010013"
PARTS = (
    "status occupations places terms service certificates skills work education township "
    "resettlement basic"
)


def send(browser, veteran, section, **answers):
    version = {"version": fresh(veteran).version}
    return browser.post(f"/me/{section}", data=version | answers)


@pytest.mark.parametrize("section", PARTS.split())
def test_each_section_opens(browser, section):
    page = browser.get(f"/me/{section}")

    assert page.status_code == 200
    assert "步，共 12 步" in page.text


def test_the_resettlement_section_shows_which_modes_are_old(browser):
    assert (
        "带“旧政策”的，只有 2024年9月1日以前退役的人才能选。"
        in browser.get("/me/resettlement").text
    )


def test_the_task_list_shows_what_is_filled_and_what_comes_next(browser, zhang):
    send(browser, zhang, "status", employment_status="SEEKING")
    before = browser.get("/me").text
    send(browser, zhang, "occupations", occupation_1="货车司机")

    after = browser.get("/me").text

    assert "接着填：想做什么工作" in before
    assert "接着填：想在哪里工作" in after


def test_nothing_counts_as_filled_in_before_it_is_answered(browser, zhang):
    before = browser.get("/me").text
    send(browser, zhang, "status", employment_status="SEEKING")
    after = browser.get("/me").text

    filled = [int(re.search(r"资料填了 (\d+) 项", page)[1]) for page in (before, after)]
    assert filled == [filled[0], filled[0] + 1]
    assert "接着填：现在的情况" in before
    assert "接着填：现在的情况" not in after
    assert fresh(zhang).status_stated_on == clock.today()


def test_a_township_of_the_county_is_saved(browser, zhang):
    send(browser, zhang, "township", township_code=CHANGFEN)

    assert fresh(zhang).township_code == CHANGFEN


def test_a_township_of_another_county_is_refused_whoever_writes_it(zhang):
    with pytest.raises(DomainError, match="请选本县的乡镇。"), transaction():
        veteran = db.session.get_one(type(zhang), zhang.id)
        operations.save_township(veteran, township_code="340302")


def test_a_clerk_cannot_move_a_person_out_of_the_township(sign_in, zhang):
    clerk = sign_in(make_account(role=Role.CLERK, name="赵站长"))

    answer = clerk.post(
        f"/veterans/{zhang.id}/edit/township",
        data={"version": fresh(zhang).version, "township_code": CHANGFEN},
    )

    assert "转到别的乡镇，请联系县局办理。" in answer.text
    assert fresh(zhang).township_code == LIUCHENG


def test_a_valid_resettlement_is_saved(browser, zhang):
    send(browser, zhang, "resettlement", soldier_class="CONSCRIPT", resettlement_mode="SELF_EMPLOY",
         retired_on="2023年9月1日")  # fmt: skip

    saved = fresh(zhang)
    assert saved.soldier_class is SoldierClass.CONSCRIPT
    assert saved.resettlement_mode is ResettlementMode.SELF_EMPLOY
    assert saved.retired_on == date(2023, 9, 1)


@pytest.mark.parametrize(
    ("soldier_class", "mode", "retired_on", "message"),
    [
        (
            "CONSCRIPT",
            "TRANSFER",
            "2023-09-01",
            "义务兵没有“转业”，可以选：自主就业、安排工作、供养。",
        ),
        ("OFFICER", "SELF_EMPLOY", "2023-09-01", "军官没有“自主就业”"),
        (
            "OFFICER",
            "SELF_CHOICE",
            "2024-09-01",
            "2024年9月1日以后退役的，没有“自主择业（旧政策）”。",
        ),
        ("SERGEANT", "SELF_FOUND", "", "选旧政策的安置方式，要填退役日期。"),
        ("SERGEANT", "SELF_EMPLOY", "2099-01-01", "日期不能在今天以后。"),
    ],
)
def test_a_resettlement_the_law_does_not_provide_for_is_refused(
    browser, zhang, soldier_class, mode, retired_on, message
):
    answer = send(browser, zhang, "resettlement", soldier_class=soldier_class,
                  resettlement_mode=mode, retired_on=retired_on)  # fmt: skip

    assert answer.status_code == 422
    assert message in answer.text
    assert fresh(zhang).resettlement_mode is None


def test_a_mode_of_the_old_rules_is_kept_for_those_it_was_made_for(browser, zhang):
    send(browser, zhang, "resettlement", soldier_class="OFFICER", resettlement_mode="SELF_CHOICE",
         retired_on="2010-12-01")  # fmt: skip

    assert fresh(zhang).resettlement_mode is ResettlementMode.SELF_CHOICE


def test_schooling_skills_and_situation_are_saved(browser, zhang):
    send(browser, zhang, "education", schooling="COLLEGE", major="汽车检修")
    send(browser, zhang, "skills", skills_text="开过五年重型货车")
    send(browser, zhang, "status", employment_status="FLEXIBLE")

    saved = fresh(zhang)
    assert (saved.schooling, saved.major) == (Schooling.COLLEGE, "汽车检修")
    assert saved.skills_text == "开过五年重型货车"
    assert saved.employment_status is EmploymentStatus.FLEXIBLE
    last = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert last.detail == {"section": "status", "before": "SEEKING", "after": "FLEXIBLE"}


def test_wishes_are_saved(browser, zhang):
    send(
        browser,
        zhang,
        "occupations",
        occupation_1="货车司机",
        occupation_2="仓管",
        occupation_3="货车司机",
    )
    send(
        browser,
        zhang,
        "places",
        places=["340321", "3401"],
        other_places="常州、佛山",
        accepts_away="1",
    )
    send(browser, zhang, "terms", pay_min="5000", wants_lodging="1", refuses_nights="0")

    saved = fresh(zhang)
    assert saved.wanted_occupations == ["货车司机", "仓管"]
    assert saved.wanted_places == ["340321", "3401", "3204", "4406"]
    assert (saved.accepts_away, saved.pay_min) == (True, 5000)
    assert (saved.wants_lodging, saved.refuses_nights) == (True, False)
    assert "江苏省常州市、广东省佛山市" in browser.get("/me/places").text


def test_every_unknown_place_is_named(browser, zhang):
    answer = send(browser, zhang, "places", other_places="常州，天涯、海角天边")

    assert answer.status_code == 422
    assert "没认出“天涯、海角天边”是哪里" in answer.text
    assert 'value="常州，天涯、海角天边"' in answer.text
    assert fresh(zhang).wanted_places == []


@pytest.mark.parametrize(
    ("section", "field"),
    [
        ("skills", "skills_text"),
        ("education", "major"),
        ("occupations", "occupation_1"),
        ("places", "other_places"),
    ],
)
def test_a_designation_is_saved_nowhere(browser, zhang, section, field):
    answer = send(browser, zhang, section, schooling="COLLEGE", **{field: "曾在71522部队"})

    assert answer.status_code == 422
    assert "这里可能写了部队番号或代号，按保密要求不能保存。请改写成「某部」。" in answer.text


def test_the_second_to_save_sees_both_values(browser, zhang):
    stale = {"version": fresh(zhang).version, "schooling": "MASTER", "major": ""}
    send(browser, zhang, "education", schooling="COLLEGE", major="")

    answer = browser.post("/me/education", data=stale)

    assert answer.status_code == 409
    assert "大专" in answer.text
    assert "硕士及以上" in answer.text
    assert fresh(zhang).schooling is Schooling.COLLEGE


def test_an_unknown_section_is_not_found(browser):
    assert browser.get("/me/shoe-size").status_code == 404


TOO_LONG = {
    "education": {"schooling": "COLLEGE", "major": "修" * 61},
    "skills": {"skills_text": "修" * 1001},
    "occupations": {"occupation_1": "货车司机", "occupation_2": "修" * 31},
    "places": {"places": ["3401"], "other_places": "州" * 61},
}


@pytest.mark.parametrize("section", TOO_LONG)
def test_text_that_is_too_long_is_refused_and_stays_in_the_form(browser, zhang, section):
    answers, version = TOO_LONG[section], fresh(zhang).version
    typed = list(answers.values())[-1]

    answer = send(browser, zhang, section, **answers)

    assert answer.status_code == 422
    assert f"最多 {len(typed) - 1} 字。" in answer.text
    assert typed in answer.text
    assert fresh(zhang).version == version


REQUIRED = {
    "status": "请选一项。",
    "occupations": "至少填一种想做的工作。",
    "education": "请选最高学历。",
    "township": "请选户籍所在乡镇。",
    "resettlement": "请选退役时的身份。",
}


@pytest.mark.parametrize("section", REQUIRED)
def test_a_section_without_its_answer_is_refused_at_the_field(browser, zhang, section):
    version = fresh(zhang).version

    answer = send(browser, zhang, section)

    assert answer.status_code == 422
    assert f">{REQUIRED[section]}</a>" in answer.text
    assert fresh(zhang).version == version


def test_a_ranking_button_without_its_answer_changes_nothing(browser, zhang):
    answer = browser.post("/me/personalised")

    assert answer.status_code == 422
    assert "请选怎么排。" in answer.text
    assert fresh(zhang).personalised is True


def test_ranking_can_be_switched_off_and_on(browser, zhang):
    browser.post("/me/personalised", data={"personalised": "0"})
    switched_off = fresh(zhang).personalised

    browser.post("/me/personalised", data={"personalised": "1"})

    assert switched_off is False
    assert fresh(zhang).personalised is True


@pytest.mark.parametrize("path", ["edit/skills", "edit/service", "edit/service/new"])
def test_staff_fill_in_on_behalf_in_their_township_only(sign_in, zhang, path):
    own = sign_in(make_account(role=Role.CLERK, name="赵站长"))
    other = sign_in(make_account(role=Role.CLERK, name="孙站长", division_code=CHANGFEN))

    assert own.get(f"/veterans/{zhang.id}/{path}").status_code == 200
    assert other.get(f"/veterans/{zhang.id}/{path}").status_code == 404


def test_a_veteran_reaches_nobody_by_number(browser, zhang):
    assert browser.get(f"/veterans/{zhang.id}/edit/skills").status_code == 404
    assert browser.get(f"/veterans/{zhang.id}").status_code == 403
