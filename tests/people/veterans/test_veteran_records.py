"""Spells of service, certificates and work: add, change, delete, restore."""

import re
from datetime import date

import pytest

from core import clock
from core.access import Role
from core.db import db, transaction
from core.errors import DomainError
from people.veterans import operations
from people.veterans.facts import ServiceFacts
from people.veterans.models import (
    Branch,
    CredentialRecord,
    RankSystem,
    ServiceRecord,
    Veteran,
)
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh, save

SPELL = {
    "branch": "ARMY",
    "specialty": "汽车驾驶",
    "duty": "班长",
    "rank": "四级军士长",
    "started_on": "2008-12-01",
    "ended_on": "2020-12-01",
}


def add(browser, veteran, kind, **answers):
    return browser.post(f"/me/{kind}/new", data={"version": fresh(veteran).version} | answers)


def test_several_spells_of_service_add_up(browser, zhang):
    add(browser, zhang, "service", **SPELL)
    earlier = {"specialty": "汽车修理", "rank": "", "started_on": "2006-12-01"}
    add(browser, zhang, "service", **SPELL | earlier | {"ended_on": "2008-12-01"})

    saved = fresh(zhang)
    page = browser.get("/me/service").text
    assert [record.specialty for record in saved.services] == ["汽车修理", "汽车驾驶"]
    assert saved.services[1].branch is Branch.ARMY
    assert saved.services[1].rank_system is RankSystem.FROM_2009
    assert saved.service_months == 14 * 12
    assert "服役年限合计：<b>14 年</b>" in page


def test_an_officers_rank_has_the_officers_table(browser, zhang):
    add(browser, zhang, "service", **SPELL | {"rank": "上尉"})

    assert fresh(zhang).services[0].rank_system is RankSystem.OFFICER


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"rank": "二级上士"}, "2020年没有“二级上士”这个军衔，当时有：列兵、上等兵、下士"),
        ({"ended_on": "2008-11-30"}, "结束日期不能早于开始日期。"),
        ({"ended_on": "2099-01-01"}, "日期不能在今天以后。"),
        ({"ended_on": "2999-01-01"}, "年份请填 1900 到 2199。"),
        ({"ended_on": "2020年"}, "请按 2024-03-01 这样填年月日。"),
        ({"ended_on": ""}, "请填结束日期。"),
        ({"specialty": ""}, "请填岗位专业。"),
        ({"specialty": "179旅驾驶"}, "请改写成「某部」。"),
        ({"duty": "二营五连班长"}, "请改写成「某部」。"),
    ],
)
def test_an_impossible_spell_is_refused(browser, zhang, answers, message):
    answer = add(browser, zhang, "service", **SPELL | answers)

    assert answer.status_code == 422
    assert message in answer.text
    assert fresh(zhang).services == []


@pytest.mark.parametrize(
    ("kind", "answers", "sentences"),
    [
        (
            "service",
            {"specialty": "", "rank": "二级上士", "started_on": "2021-01-01"},
            ("请填岗位专业。", "2020年没有“二级上士”这个军衔", "结束日期不能早于开始日期。"),
        ),
        (
            "certificates",
            {"name": "A1证、A2证", "issued_on": "2099-01-01", "expires_on": "2020-01-01"},
            ("请一次填一个。", "日期不能在今天以后。", "有效期不能早于发证日期。"),
        ),
        (
            "work",
            {"title": "", "started_on": "2099-01-02", "ended_on": "2099-01-01", "text": "修" * 501},
            (
                "请填做什么工作。",
                "日期不能在今天以后。",
                "结束日期不能早于开始日期。",
                "最多 500 字。",
            ),
        ),
    ],
)
def test_all_faults_of_a_record_come_in_one_round(browser, zhang, kind, answers, sentences):
    typed = SPELL | answers if kind == "service" else answers

    answer = add(browser, zhang, kind, **typed)

    saved = fresh(zhang)
    assert answer.status_code == 422
    assert [sentence for sentence in sentences if sentence not in answer.text] == []
    assert (saved.services, saved.credentials, saved.works) == ([], [], [])


def test_an_empty_record_is_refused_at_each_field(browser, zhang):
    page = add(browser, zhang, "service").text

    for sentence in ("请选军种兵种。", "请填岗位专业。", "请填开始日期。", "请填结束日期。"):
        assert page.count(f">{sentence}</a>") == 1


def test_a_certificate_is_found_in_the_lexicon(browser, zhang):
    add(browser, zhang, "certificates", name="A2 驾照", issued_on="2019-03-01")

    credential = fresh(zhang).credentials[0]
    assert credential.key == "drive_a2"
    assert credential.issued_on == date(2019, 3, 1)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("A2", "drive_a2"),
        ("有B2", "drive_b2"),
        ("C1驾照", "drive_c1"),
        ("电工 低压", "electrician_low"),
        ("汽车维修工高级", "auto_repair_3"),
        ("保安员", "security_guard"),
    ],
)
def test_a_certificate_is_read_as_people_write_it(browser, zhang, name, key):
    add(browser, zhang, "certificates", name=name)

    (credential,) = fresh(zhang).credentials
    assert (credential.key, credential.name) == (key, name)


def test_an_unknown_certificate_is_asked_about_with_the_nearest(browser, zhang):
    asked = add(browser, zhang, "certificates", name="开塔吊的本")

    assert asked.status_code == 422
    assert "没认出“开塔吊的本”这个证。您说的是下面哪一个？" in asked.text
    assert "起重机司机证（Q2）" in asked.text
    assert fresh(zhang).credentials == []

    add(browser, zhang, "certificates", name="开塔吊的本", key="crane_q2")
    (credential,) = fresh(zhang).credentials
    assert (credential.key, credential.name) == ("crane_q2", "开塔吊的本")
    assert "未核对" not in browser.get("/me/certificates").text


def test_an_unknown_certificate_is_kept_as_typed_and_marked(browser, zhang):
    add(browser, zhang, "certificates", name="村里发的能手证", key="")

    (credential,) = fresh(zhang).credentials
    assert (credential.key, credential.name) == ("", "村里发的能手证")
    assert "没认出，未核对" in browser.get("/me/certificates").text


def test_a_choice_that_was_not_offered_is_refused(browser, zhang):
    answer = add(browser, zhang, "certificates", name="村里发的能手证", key="drive_a2")

    assert answer.status_code == 422
    assert fresh(zhang).credentials == []


def test_a_choice_made_is_kept_by_an_edit_and_by_a_restored_deletion(browser, zhang):
    add(browser, zhang, "certificates", name="开塔吊的本", key="crane_q2")
    record = fresh(zhang).credentials[0]
    path = f"/me/certificates/{record.id}"
    inputs = re.findall(r"<input[^>]*name=\"key\"[^>]*>", browser.get(path).text)

    assert [one for one in inputs if "checked" in one and 'value="crane_q2"' in one]
    answer = browser.post(
        path, data={"version": fresh(zhang).version, "name": "开塔吊的本", "key": ""}
    )
    assert answer.status_code == 302
    assert [one.key for one in fresh(zhang).credentials] == [""]
    browser.post(
        path, data={"version": fresh(zhang).version, "name": "开塔吊的本", "key": "crane_q2"}
    )
    browser.post(f"{path}/delete")
    browser.post("/me/certificates/restore")

    assert [one.key for one in fresh(zhang).credentials] == ["crane_q2"]


def test_these_are_all_is_asked_kept_with_its_day_and_taken_back(browser, zhang):
    url = "/me/certificates/complete"
    assert "证都填全了吗？" in browser.get("/me/certificates").text
    assert fresh(zhang).credentials_complete_on is None

    browser.post(url, data={"complete": "y"})
    assert fresh(zhang).credentials_complete_on == clock.today()
    assert "说过就这些" in browser.get("/me/certificates").text

    browser.post(url, data={})
    assert fresh(zhang).credentials_complete_on is None


def test_the_day_they_were_all_stays_when_saved_again(browser, zhang):
    first = date(2026, 1, 2)
    with transaction(audited=False) as session:
        session.get_one(Veteran, zhang.id).credentials_complete_on = first

    browser.post("/me/certificates/complete", data={"complete": "y"})

    assert fresh(zhang).credentials_complete_on == first


def test_only_who_may_edit_a_profile_completes_it(sign_in, zhang):
    own = sign_in(make_account(role=Role.CLERK, name="赵站长"))
    other = sign_in(make_account(role=Role.CLERK, name="孙站长", division_code=CHANGFEN))
    path = f"/veterans/{zhang.id}/edit/certificates/complete"

    assert other.post(path, data={"complete": "y"}).status_code == 404
    assert fresh(zhang).credentials_complete_on is None
    own.post(path, data={"complete": "y"})
    assert fresh(zhang).credentials_complete_on == clock.today()


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"name": "A1证、A2证"}, "这里好像写了几个证，请一次填一个。"),
        (
            {"name": "A2证", "issued_on": "2020-01-01", "expires_on": "2019-01-01"},
            "有效期不能早于发证日期。",
        ),
        ({"name": "A2证", "issued_on": "2099-01-01"}, "日期不能在今天以后。"),
    ],
)
def test_an_impossible_certificate_is_refused(browser, zhang, answers, message):
    answer = add(browser, zhang, "certificates", **answers)

    assert answer.status_code == 422
    assert message in answer.text


def test_an_expired_certificate_shows_so(browser, zhang):
    add(browser, zhang, "certificates", name="低压电工证", expires_on="2020-01-01")

    assert "已过期" in browser.get("/me/certificates").text


def test_work_may_be_without_an_end(browser, zhang):
    add(browser, zhang, "work", title="货车司机", started_on="2021-03-01", text="跑省内线路")

    assert fresh(zhang).works[0].ended_on is None
    assert "至 现在" in browser.get("/me/work").text


def test_a_record_is_changed(browser, zhang):
    add(browser, zhang, "service", **SPELL)
    record = fresh(zhang).services[0]

    browser.post(
        f"/me/service/{record.id}",
        data=SPELL | {"version": fresh(zhang).version, "specialty": "装甲维修"},
    )

    assert fresh(zhang).services[0].specialty == "装甲维修"


def test_a_record_changed_by_two_shows_both_values(browser, zhang):
    add(browser, zhang, "service", **SPELL)
    record, stale = fresh(zhang).services[0], fresh(zhang).version
    add(browser, zhang, "work", title="货车司机", started_on="2021-03-01")

    answer = browser.post(
        f"/me/service/{record.id}", data=SPELL | {"version": stale, "specialty": "装甲维修"}
    )

    assert answer.status_code == 409
    assert "汽车驾驶" in answer.text
    assert fresh(zhang).services[0].specialty == "汽车驾驶"


def test_a_deleted_record_can_be_restored_in_full(browser, zhang):
    add(browser, zhang, "service", **SPELL)
    record_id = fresh(zhang).services[0].id

    deleted = browser.post(f"/me/service/{record_id}/delete", follow_redirects=True)
    former = list(fresh(zhang).services)
    browser.post("/me/service/restore")

    back = fresh(zhang).services[0]
    assert "撤销删除" in deleted.text
    assert former == []
    assert (back.specialty, back.duty, back.rank) == ("汽车驾驶", "班长", "四级军士长")
    assert (back.started_on, back.ended_on) == (date(2008, 12, 1), date(2020, 12, 1))
    assert "撤销删除" not in browser.get("/me/service").text


@pytest.mark.parametrize("kind", ["service", "certificates", "work"])
def test_each_kind_of_record_can_be_begun(browser, kind):
    assert browser.get(f"/me/{kind}/new").status_code == 200
    assert browser.post(f"/me/{kind}").status_code == 404


def test_a_spell_of_service_needs_an_end_without_a_form_too(zhang):
    spell = ServiceFacts(Branch.ARMY, "炊事", "", "", date(2010, 1, 1), None)

    with pytest.raises(DomainError, match="请填结束日期。"), transaction():
        operations.add_record(fresh_in(zhang), operations.SERVICES, spell)


def fresh_in(row):
    return db.session.get_one(type(row), row.id)


def test_without_a_deleted_record_there_is_nothing_to_restore(browser):
    assert browser.post("/me/service/restore").status_code == 404


def test_the_record_of_another_person_is_not_found(browser, zhang):
    stranger = make_veteran(name="李大山")
    record = save(
        ServiceRecord(
            veteran_id=stranger.id,
            branch=Branch.ARMY,
            specialty="炊事",
            rank_system=RankSystem.FROM_2009,
            started_on=date(2010, 1, 1),
            ended_on=date(2012, 1, 1),
        )
    )

    answers = [
        browser.get(f"/me/service/{record.id}"),
        browser.post(f"/me/service/{record.id}", data=SPELL),
        browser.post(f"/me/service/{record.id}/delete"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert fresh(stranger).services[0].specialty == "炊事"


def test_a_clerk_adds_a_record_on_behalf_in_the_own_township_only(sign_in, zhang):
    own = sign_in(make_account(role=Role.CLERK, name="赵站长"))
    other = sign_in(make_account(role=Role.CLERK, name="孙站长", division_code=CHANGFEN))
    path, certificate = f"/veterans/{zhang.id}/edit/certificates/new", {"name": "保安员证"}

    refused = other.post(path, data=certificate)
    done = own.post(path, data=certificate)

    assert refused.status_code == 404
    assert done.location == f"/veterans/{zhang.id}/edit/certificates"
    assert [type(record) for record in fresh(zhang).credentials] == [CredentialRecord]
