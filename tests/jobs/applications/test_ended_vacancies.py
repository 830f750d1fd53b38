"""What becomes of applications when their vacancy is removed, closed, filled or under review."""

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db, transaction
from jobs.applications.models import ApplicationEvent, ApplicationStatus
from jobs.vacancies.models import Vacancy, VacancyStatus
from jobs.vacancies.operations import expire_overdue
from people.notices.models import Notice
from tests.jobs.applications.world import Cast
from tests.people.accounts.world import make_account
from tests.support.rows import fresh

S = ApplicationStatus
REASON = "核实过，是虚假岗位。"


@pytest.fixture
def cast(sign_in):
    return Cast(sign_in, headcount=2)


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def change(browser, cast, event: str, reason: str = ""):
    data = {"version": fresh(cast.vacancy).version, "reason": reason}
    return browser.post(f"/vacancies/{cast.vacancy.id}/{event}", data=data)


@pytest.mark.parametrize("events", [(), ("screen",), ("offer",)])
def test_a_removed_vacancy_ends_its_applications_with_the_reason(cast, officer, events):
    application = cast.apply(contact="yes")
    for event in events:
        cast.do(application, event)

    assert change(officer, cast, "remove", REASON).status_code == 302

    assert fresh(application).status is S.VACANCY_REMOVED
    page = cast.zhang.get(f"/me/applications/{application.id}").text
    assert f"岗位下架了。{REASON}" in page
    assert f"/open-vacancies/{cast.vacancy.id}" not in page  # it has no public page any more
    assert f"已经下架：{REASON}" in cast.zhang.get("/notices").text
    last = db.session.scalars(select(ApplicationEvent).order_by(ApplicationEvent.id.desc())).first()
    assert (last.status, last.note, last.by_role) == (S.VACANCY_REMOVED, REASON, "system")
    assert cast.do(application, "offer").status_code == 422
    assert cast.answer(application, "accept").status_code == 422
    assert cast.wang.post(f"/applications/{application.id}/contact").status_code == 422


def test_who_accepted_is_warned_when_the_vacancy_is_removed(cast, officer):
    application = cast.accepted(contact="yes")

    change(officer, cast, "remove", REASON)

    assert fresh(application).status is S.ACCEPTED
    assert "您要去的岗位下架了" in cast.zhang.get("/notices").text
    assert cast.answer(application, "back_out", why="岗位是假的").status_code == 302


@pytest.mark.parametrize("event", ["close", "fill"])
def test_an_ended_vacancy_keeps_its_applications_and_informs_them(cast, event):
    application = cast.apply()

    assert change(cast.wang, cast, event).status_code == 302

    assert fresh(application).status is S.APPLIED
    until = clock.days_ahead(15)
    sentence = f"{until.year}年{until.month}月{until.day}日"
    assert sentence in cast.zhang.get("/notices").text
    assert "岗位已经停招。" in cast.zhang.get(f"/me/applications/{application.id}").text
    assert cast.do(application, "offer").status_code == 302
    assert cast.answer(application, "accept").status_code == 302


def test_an_offer_outlives_the_closing_and_its_veteran_reads_so(cast):
    application = cast.apply()
    cast.do(application, "offer")

    change(cast.wang, cast, "close")

    assert "单位给您的录用还有效" in cast.zhang.get("/notices").text
    assert cast.answer(application, "accept").status_code == 302


def test_the_end_of_the_time_of_a_vacancy_is_announced_once(cast):
    cast.apply()
    with transaction(audited=False) as session:
        session.get_one(Vacancy, cast.vacancy.id).valid_to = clock.days_ahead(-1)

    for _ in range(2):
        with transaction():
            expire_overdue(clock.today())

    assert fresh(cast.vacancy).status is VacancyStatus.EXPIRED
    ended = select(func.count(Notice.id)).where(Notice.title == "岗位招聘期到了")
    assert db.session.scalar(ended) == 1


@pytest.mark.parametrize("event", ["invite", "offer", "accept"])
def test_a_vacancy_under_review_holds_invitations_and_offers(cast, event):
    application = cast.apply()
    if event == "accept":
        cast.do(application, "offer")
    browser = cast.zhang if event == "accept" else cast.wang
    page = f"/{'me/' if event == 'accept' else ''}applications/{application.id}"
    assert f'{page}/do/{event}"' in browser.get(page).text
    with transaction(audited=False) as session:
        session.get_one(Vacancy, cast.vacancy.id).hidden_at = clock.now()
    later = clock.days_ahead(2).isoformat()
    meeting = {"interview_day": later, "interview_time": "09:00", "interview_place": "办公楼"}

    if event == "accept":
        answer = cast.answer(application, event)
    else:
        answer = cast.do(application, event, **meeting)

    assert answer.status_code == 422
    assert "正在核查，核查完才能继续" in answer.text
    assert f'{page}/do/{event}"' not in browser.get(page).text
    assert "正在核查" in cast.zhang.get(f"/me/applications/{application.id}").text
    assert cast.answer(application, "withdraw").status_code == 302  # leaving is always possible
