"""An end ends the employer's look; an acceptance asks for contact and can be taken back."""

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db, transaction
from jobs.applications import operations, queries
from jobs.applications.models import (
    Application,
    ApplicationEvent,
    ApplicationStatus,
    ContactConsent,
    Origin,
)
from jobs.employers.models import Employer, EmployerStatus
from jobs.vacancies.models import Vacancy
from people.notices.models import Audience, Notice
from people.veterans.models import Veteran
from tests.jobs.applications.world import Cast, newest
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh

S = ApplicationStatus


@pytest.fixture
def cast(sign_in):
    return Cast(sign_in)


def lapse(cast) -> None:
    with transaction(audited=False) as session:
        session.get_one(Employer, cast.employer.id).status = EmployerStatus.LAPSED


def taken(cast) -> int:
    db.session.rollback()
    return queries.count_places_taken(cast.vacancy.id)


def open_consents() -> int:
    db.session.rollback()
    query = select(func.count(ContactConsent.id)).where(ContactConsent.withdrawn_at.is_(None))
    return db.session.scalar(query) or 0


def titles(audience: Audience) -> list[str]:
    db.session.rollback()
    query = select(Notice.title).where(Notice.audience == audience).order_by(Notice.id)
    return list(db.session.scalars(query))


@pytest.mark.parametrize(
    ("offered", "side", "event"),
    [
        (False, "employer", "reject"),
        (True, "employer", "reject"),
        (False, "veteran", "withdraw"),
        (True, "veteran", "decline"),
    ],
)
def test_a_refusal_by_either_side_ends_the_look(cast, offered, side, event):
    application = cast.apply(contact="yes")
    path = f"/applications/{application.id}/contact"
    before = cast.wang.post(path)
    if offered:
        cast.do(application, "offer")

    if side == "employer":
        cast.do(application, event, reason="FULL")
    else:
        cast.answer(application, event)

    after, resume = cast.wang.post(path), cast.wang.post(f"/applications/{application.id}/resume")
    assert "张建国" in before.text
    assert (after.status_code, resume.status_code) == (422, 422)
    assert "张建国" not in after.text
    assert open_consents() == 0
    shown = cast.zhang.get("/me/contacts").text
    assert "看不到了" in shown
    assert "起看不到" in shown


def test_a_consent_outlives_one_of_two_applications(cast):
    first = cast.apply(contact="yes")
    other = make_vacancy(employer=cast.employer, title="仓管员")
    cast.zhang.post(f"/open-vacancies/{other.id}/apply", data={"contact": "no"})
    second = newest()

    cast.do(first, "reject", reason="FULL")

    assert cast.wang.post(f"/applications/{first.id}/contact").status_code == 422
    assert "张建国" in cast.wang.post(f"/applications/{second.id}/contact").text
    cast.answer(second, "withdraw")
    assert open_consents() == 0


def test_an_application_made_by_others_later_opens_nothing_again(cast):
    cast.do(cast.apply(contact="yes"), "reject", reason="FULL")

    with transaction() as session:  # as a booth does, from the code it scanned
        veteran = session.get_one(Veteran, cast.veteran.id)
        operations.apply_for(veteran, session.get_one(Vacancy, cast.vacancy.id), origin=Origin.FAIR)

    assert cast.wang.post(f"/applications/{newest().id}/contact").status_code == 422


@pytest.mark.parametrize("event", ["screen", "shortlist", "invite", "offer"])
def test_an_employer_that_is_not_verified_goes_on_with_nobody(cast, event):
    application = cast.apply(contact="yes")
    lapse(cast)
    later = clock.days_ahead(2).isoformat()
    meeting = {"interview_day": later, "interview_time": "09:00", "interview_place": "办公楼"}

    answer = cast.do(application, event, **meeting)

    assert answer.status_code == 422
    assert "单位核实已到期，重新核实以后才能处理投递。" in answer.text
    page = cast.wang.get(f"/applications/{application.id}").text
    assert f"/do/{event}" not in page
    assert "重新核实以后才能约人" in page
    assert cast.do(application, "reject", reason="FULL").status_code == 302


def test_accepting_asks_for_contact_and_gives_it(cast):
    application = cast.apply()
    cast.do(application, "offer")
    page = cast.zhang.get(f"/me/applications/{application.id}").text

    cast.answer(application, "accept", contact="yes")

    assert "接受录用，并给联系方式" in page
    assert "我同意让“顺达物流有限公司”看到我的姓名" in page
    assert "张建国" in cast.wang.post(f"/applications/{application.id}/contact").text
    assert queries.count_unreached(make_account(role=Role.OFFICER)) == 0


def test_hired_without_contact_is_work_for_the_bureau(cast, sign_in):
    application = cast.accepted()
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    notice = cast.wang.get("/notices").text
    mine = cast.zhang.get(f"/me/applications/{application.id}").text

    desk, waiting = officer.get("/desk").text, officer.get("/applications?unreached=1").text
    shown = officer.get(f"/applications/{application.id}").text
    recorded = officer.post(f"/applications/{application.id}/consent")

    assert "还没有给您看联系方式。事务局会联系双方" in notice
    assert "单位还联系不上您" in mine
    assert "给它看我的联系方式" in mine  # still possible after the acceptance
    assert "人接受了录用，单位还联系不上" in desk
    assert f"/applications/{application.id}" in waiting
    assert "接受了录用，单位还联系不上本人" in shown
    assert recorded.status_code == 302
    assert "张建国" in cast.wang.post(f"/applications/{application.id}/contact").text
    assert "接受了录用的，单位都能联系上。" in officer.get("/applications?unreached=1").text


def test_a_clerk_of_another_township_records_no_consent(cast, sign_in):
    application = cast.accepted()
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长", division_code=CHANGFEN))

    assert clerk.post(f"/applications/{application.id}/consent").status_code == 404
    assert open_consents() == 0


def test_no_consent_is_recorded_for_an_application_that_failed(cast, sign_in):
    application = cast.apply()
    cast.answer(application, "withdraw")
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))

    by_staff = officer.post(f"/applications/{application.id}/consent")
    own = cast.zhang.post(f"/me/applications/{application.id}/contact")

    assert (by_staff.status_code, own.status_code) == (422, 422)
    assert open_consents() == 0


@pytest.mark.parametrize("side", ["employer", "veteran"])
def test_an_acceptance_is_taken_back_with_a_reason_and_frees_the_place(cast, sign_in, side):
    application = cast.accepted(contact="yes")
    assert taken(cast) == 1
    why = "路太远，家里老人没人照看"

    if side == "employer":
        done = cast.do(application, "cancel", why=why)
        read = cast.zhang.get("/notices").text
    else:
        done = cast.answer(application, "back_out", why=why)
        read = cast.wang.get("/notices").text

    assert done.status_code == 302
    assert why in read
    row = fresh(application)
    assert (row.status, row.last_active_status) == (S.CANCELLED, S.ACCEPTED)
    assert taken(cast) == 0
    assert open_consents() == 0
    last = db.session.scalars(
        select(ApplicationEvent).order_by(ApplicationEvent.id.desc()).limit(1)
    ).one()
    assert (last.by_role, last.note) == (side.upper(), why)
    assert "录用取消了" in cast.zhang.get(f"/me/applications/{application.id}").text
    assert cast.apply().status is S.APPLIED  # they may try again


@pytest.mark.parametrize("why", ["", "请打 13812345678", "去" * 201])
def test_taking_back_without_a_fit_reason_is_refused_and_the_words_stay(cast, why):
    application = cast.accepted()

    by_employer = cast.do(application, "cancel", why=why)
    own = cast.answer(application, "back_out", why=why)

    for answer in (by_employer, own):
        assert answer.status_code == 422
        assert why in answer.text
    if not why:
        assert "请写明为什么，对方会看到。" in by_employer.text
        assert "请写明为什么，对方会看到。" in own.text
    assert fresh(application).status is S.ACCEPTED


def test_each_side_takes_back_only_for_itself(cast, sign_in):
    application = cast.accepted()

    wrong = cast.do(application, "back_out", why="不来了")
    own = cast.answer(application, "cancel", why="不要了")

    assert (wrong.status_code, own.status_code) == (422, 422)
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    page = officer.get(f"/applications/{application.id}").text
    assert "本人不去了" in page
    assert "单位取消录用" in page


def test_the_freed_place_goes_to_the_next(cast, sign_in):
    first = cast.accepted()
    account = make_account(name="李大山")
    make_veteran(account=account)
    sign_in(account).post(f"/open-vacancies/{cast.vacancy.id}/apply", data={"contact": "no"})
    second = newest()
    full = cast.do(second, "offer")

    cast.answer(first, "back_out", why="找到别的工作了")

    assert full.status_code == 422
    assert cast.do(second, "offer").status_code == 302
    assert db.session.scalar(select(func.count(Application.id))) == 2
