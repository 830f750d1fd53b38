"""Complaints about vacancies: made in two taps, hidden after enough, decided; posters."""

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db, transaction
from core.parameters.registry import ParameterFacts, set_value
from core.qr import qr_image
from jobs.applications.models import Application
from jobs.complaints.models import Complaint, ComplaintStatus
from jobs.complaints.parameters import OTHER_COUNTS
from jobs.vacancies.models import VacancyStatus
from people.notices.models import Audience, Notice
from people.veterans.models import Verification, Veteran
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import PASSWORD, make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh, save


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


@pytest.fixture
def crowd(sign_in):
    """Four verified veterans' browsers."""
    accounts = [make_account(name=f"老兵{n}") for n in range(4)]
    for account in accounts:
        make_veteran(account=account, verification=Verification.VERIFIED)
    return [sign_in(account) for account in accounts]


def complain(browser, vacancy, reason: str = "FALSE", **more):
    return browser.post(f"/open-vacancies/{vacancy.id}/complaint", data={"reason": reason} | more)


def count(model, *conditions) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def test_the_third_complaint_hides_a_vacancy_everywhere_until_reviewed(crowd, client):
    vacancy = make_vacancy()
    for browser in crowd[:2]:
        assert complain(browser, vacancy).status_code == 302
    shown = client.get("/open-vacancies").text
    complain(crowd[2], vacancy)

    assert "货车驾驶员" in shown
    assert fresh(vacancy).hidden_at is not None
    assert "货车驾驶员" not in client.get("/open-vacancies").text
    assert "货车驾驶员" not in crowd[3].get("/matches").text
    page = f"/open-vacancies/{vacancy.id}"
    for answer in (crowd[3].get(f"{page}/apply"), crowd[3].post(f"{page}/apply")):
        assert answer.location == page  # which shows that it is being checked
    assert "正在核查" in crowd[3].get(page).text
    assert db.session.scalars(select(Application)).all() == []


def test_one_complaint_about_a_scam_is_enough(crowd, sign_in):
    boss = make_account(role=Role.EMPLOYER, name="王经理")
    vacancy = make_vacancy(employer=make_employer(account=boss))

    complain(crowd[0], vacancy, "SCAM", note="要交 500 元押金")

    assert fresh(vacancy).hidden_at is not None
    shown = sign_in(boss).get("/notices").text
    assert "岗位停投，正在核查" in shown
    assert "押金" not in shown  # the employer reads no veteran's words


def test_a_veteran_complains_about_a_vacancy_once_until_it_is_decided(crowd):
    vacancy = make_vacancy()
    complain(crowd[0], vacancy)

    again = complain(crowd[0], vacancy, "GONE")

    assert again.status_code == 422
    assert "正在处理" in again.text
    assert count(Complaint) == 1


def decide(officer, vacancy, status: str, result: str = "核查过，内容属实。"):
    data = {"status": status, "result": result, "version": fresh(vacancy).version}
    return officer.post(f"/vacancies/{vacancy.id}/reports", data=data)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"note": "押" * 301}, "最多 300 字。"),
        ({"reason": ""}, "请选哪里不对。"),
        ({"note": "原 71522 部队的人"}, "这里可能写了部队番号或代号"),
    ],
)
def test_a_complaint_that_cannot_be_kept_is_shown_again_with_what_was_typed(
    crowd, fields, sentence
):
    typed = {"reason": "FALSE", "note": "说好八千，来了四千"} | fields

    answer = complain(crowd[0], make_vacancy(), **typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert typed["note"] in answer.text
    assert count(Complaint) == 0


def test_a_decision_shows_all_its_faults_in_one_round(officer, crowd):
    vacancy = make_vacancy()
    complain(crowd[0], vacancy)

    empty = decide(officer, vacancy, "", result=" ")
    long = decide(officer, vacancy, "", result="查" * 201)

    assert (empty.status_code, long.status_code) == (422, 422)
    for sentence in ("请选处理结果。", "请写处理结果，举报的人会看到。"):
        assert sentence in empty.text
    assert "最多 200 字。" in long.text
    assert "查" * 201 in long.text
    assert count(Complaint, Complaint.status == ComplaintStatus.OPEN) == 1


def test_a_decision_after_the_vacancy_changed_is_asked_for_again(officer, crowd):
    vacancy = make_vacancy()
    complain(crowd[0], vacancy)
    data = {"status": "UPHELD", "result": "属实。", "version": "0"}

    answer = officer.post(f"/vacancies/{vacancy.id}/reports", data=data)

    assert answer.status_code == 422
    assert "属实。" in answer.text
    assert fresh(vacancy).status is VacancyStatus.PUBLISHED


def test_a_dismissed_complaint_shows_the_vacancy_again_and_the_veteran_is_notified(
    officer, crowd, client
):
    vacancy = make_vacancy()
    complain(crowd[0], vacancy, "SCAM")

    bare = decide(officer, vacancy, "DISMISSED", result="")
    decide(officer, vacancy, "DISMISSED")

    assert bare.status_code == 422
    assert fresh(vacancy).hidden_at is None
    assert "货车驾驶员" in client.get("/open-vacancies").text
    assert "核查后没有发现问题。核查过，内容属实。" in crowd[0].get("/notices").text
    assert "没有要处理的举报" in officer.get("/vacancies/reports").text
    assert complain(crowd[0], vacancy).status_code == 302  # decided: a new complaint is possible


def test_an_upheld_complaint_removes_the_vacancy(officer, crowd, client):
    vacancy = make_vacancy()
    complain(crowd[0], vacancy)

    decide(officer, vacancy, "UPHELD", result="单位收押金，已下架。")

    assert fresh(vacancy).status is VacancyStatus.REMOVED
    assert client.get(f"/open-vacancies/{vacancy.id}").status_code == 404
    assert count(Complaint, Complaint.status == ComplaintStatus.UPHELD) == 1
    assert count(Notice, Notice.audience == Audience.VETERAN) == 1


def test_the_queue_shows_what_waits_and_the_desk_counts_it(officer, crowd):
    vacancy = make_vacancy(title="日结三百包吃住")
    complain(crowd[0], vacancy)

    assert "日结三百包吃住" in officer.get("/vacancies/reports").text
    desk = officer.get("/desk").text
    assert "个被举报的岗位等处理" in desk


def test_a_poster_leads_by_a_short_address_to_the_vacancy(client, public_address):
    vacancy = make_vacancy()

    poster = client.get(f"/open-vacancies/{vacancy.id}/poster").text
    short = client.get(f"/v/{vacancy.id}")

    assert qr_image(f"{public_address}/v/{vacancy.id}") in poster
    assert f"{public_address}/v/{vacancy.id}" in poster
    assert short.location == f"/open-vacancies/{vacancy.id}"


def test_forgetting_a_veteran_deletes_their_complaints(sign_in):
    account = make_account(name="张建国")
    make_veteran(account=account)
    browser = sign_in(account)
    complain(browser, make_vacancy())

    exported = browser.get("/me/data/export").json
    browser.post("/me/data/delete", data={"password_again": PASSWORD})

    assert exported["举报过的岗位"][0]["原因"] == "内容不属实"
    assert count(Complaint) == 0


def unverify(*names: str) -> None:
    with transaction(audited=False) as session:
        for veteran in session.scalars(select(Veteran).where(Veteran.name.in_(names))):
            veteran.verification = Verification.UNVERIFIED


def apply_for(name: str, vacancy) -> int:
    db.session.rollback()
    veteran = db.session.scalars(select(Veteran).where(Veteran.name == name)).one()
    row = Application(veteran_id=veteran.id, vacancy_id=vacancy.id, applied_at=clock.now())
    return save(row).id


def test_people_nobody_verified_hide_nothing_but_are_read(crowd, officer, client):
    vacancy = make_vacancy()
    unverify("老兵0", "老兵1", "老兵2", "老兵3")

    for browser in crowd:
        complain(browser, vacancy, "SCAM")

    assert fresh(vacancy).hidden_at is None
    assert "正在核查" not in client.get(f"/open-vacancies/{vacancy.id}").text
    assert "收费、押金或疑似诈骗（还没有核实）" in officer.get("/vacancies/reports").text


def test_who_applied_and_is_verified_weighs_double(crowd):
    vacancy, other = make_vacancy(), make_vacancy()
    apply_for("老兵0", vacancy)

    for each in (vacancy, other):
        complain(crowd[0], each)
        complain(crowd[1], each)

    assert fresh(vacancy).hidden_at is not None  # 2 + 1
    assert fresh(other).hidden_at is None  # 1 + 1


def test_the_bureau_sets_what_an_unverified_complaint_weighs(crowd):
    vacancy = make_vacancy()
    unverify("老兵0")
    with transaction(audited=False):
        set_value(OTHER_COUNTS, ParameterFacts(1, clock.today(), "局务会"), by_id=1)

    complain(crowd[0], vacancy, "SCAM")

    assert fresh(vacancy).hidden_at is not None


def test_the_page_of_a_vacancy_under_review_has_a_notice_of_its_own(crowd, client):
    vacancy = make_vacancy()

    complain(crowd[0], vacancy, "SCAM")

    page = client.get(f"/open-vacancies/{vacancy.id}").text
    assert "这个岗位正在核查" in page
    assert "已经停止招聘" not in page


@pytest.mark.parametrize(
    ("status", "title"), [("DISMISSED", "岗位核查完了"), ("UPHELD", "岗位下架了")]
)
def test_who_applied_is_informed_of_the_review_and_its_outcome(crowd, officer, status, title):
    vacancy = make_vacancy()
    apply_for("老兵3", vacancy)

    complain(crowd[0], vacancy, "SCAM")
    during = crowd[3].get("/notices").text
    decide(officer, vacancy, status)

    assert "岗位正在核查" in during
    assert title in crowd[3].get("/notices").text


def test_a_vacancy_hidden_by_a_person_who_left_still_waits_for_a_decision(crowd, officer, client):
    vacancy = make_vacancy(title="日结三百包吃住")
    complain(crowd[0], vacancy, "SCAM")
    crowd[0].post("/me/data/delete", data={"password_again": PASSWORD})

    queue = officer.get("/vacancies/reports").text
    done = decide(officer, vacancy, "DISMISSED")

    assert "日结三百包吃住" in queue
    assert "举报的人已经注销" in queue
    assert done.status_code == 302
    assert fresh(vacancy).hidden_at is None
    assert "日结三百包吃住" in client.get("/open-vacancies").text
