"""Applications from applying to an answer: consent, statuses, contacts, silence, deletion."""

import io
from datetime import date, timedelta

import pytest
from docx import Document
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from core.outbox import OutboxMessage
from core.parameters.registry import ParameterFacts, set_value
from jobs.applications import operations, queries
from jobs.applications.models import (
    Application,
    ApplicationEvent,
    ApplicationStatus,
    ContactConsent,
    ContactView,
    Origin,
    RejectReason,
)
from jobs.applications.parameters import CONTACT_DAYS
from jobs.applications.resume import resume_of
from jobs.applications.wording import REJECTION_SENTENCES
from jobs.employers.models import EmployerStatus
from jobs.vacancies.lint import lint_reason
from people.notices.models import Audience, CallStatus, Notice
from people.veterans.models import Branch, CredentialRecord, RankSystem, ServiceRecord, WorkRecord
from tests.jobs.applications.world import Cast, newest
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import PASSWORD, make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.support.queries import count_queries
from tests.support.rows import fresh, save

S = ApplicationStatus


@pytest.fixture
def cast(sign_in):
    return Cast(sign_in)


def count(model, *conditions) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def test_two_taps_send_an_application(cast):
    page = cast.zhang.get(f"/open-vacancies/{cast.vacancy.id}").text

    assert "投这个岗位" in page  # tap one leads to the page with the two buttons
    assert "投递，并给联系方式" in cast.zhang.get(f"/open-vacancies/{cast.vacancy.id}/apply").text
    application = cast.apply()
    assert application.status is S.APPLIED
    assert application.origin is Origin.ONLINE
    assert "已投递" in cast.zhang.get("/me/applications").text


def test_an_application_is_sent_once(cast):
    cast.apply()

    again = cast.zhang.post(f"/open-vacancies/{cast.vacancy.id}/apply", data={"contact": "no"})

    assert again.status_code == 422
    assert "已经投过这个岗位了" in again.text
    assert count(Application) == 1


def test_a_veteran_may_apply_again_after_withdrawing(cast):
    first = cast.apply()
    cast.zhang.post(f"/me/applications/{first.id}/do/withdraw")

    second = cast.apply()

    assert fresh(first).status is S.WITHDRAWN
    assert second.id != first.id
    assert cast.zhang.get("/me/applications").text.count("货车驾驶员") == 2  # none disappears


@pytest.mark.parametrize(
    "change",
    [
        {"status": "PAUSED"},
        {"valid_to": clock.today() - timedelta(days=1)},
        {"hidden_at": clock.now()},
    ],
)
def test_a_closed_vacancy_takes_no_application(cast, change):
    with transaction(audited=False) as session:
        vacancy = session.get_one(type(cast.vacancy), cast.vacancy.id)
        for name, value in change.items():
            setattr(vacancy, name, value)

    answer = cast.zhang.post(f"/open-vacancies/{cast.vacancy.id}/apply", data={"contact": "no"})

    assert answer.location == f"/open-vacancies/{cast.vacancy.id}"  # which says why
    assert count(Application) == 0


def test_an_unverified_employers_vacancy_takes_no_application(cast):
    with transaction(audited=False) as session:
        session.get_one(type(cast.employer), cast.employer.id).status = EmployerStatus.LAPSED

    answer = cast.zhang.post(f"/open-vacancies/{cast.vacancy.id}/apply", data={"contact": "no"})

    assert answer.location == f"/open-vacancies/{cast.vacancy.id}"
    assert "这家单位现在没有核实" in cast.zhang.get(answer.location).text
    assert count(Application) == 0


def test_a_designation_in_the_note_is_refused_and_kept_to_be_changed(cast):
    answer = cast.zhang.post(
        f"/open-vacancies/{cast.vacancy.id}/apply",
        data={"contact": "no", "note": "我在73021部队开车"},
    )

    assert answer.status_code == 422
    assert "可能" in answer.text
    assert "我在73021部队开车" in answer.text
    assert count(Application) == 0


def test_a_note_with_the_veterans_own_name_is_refused_and_kept_to_be_changed(cast):
    typed = f"我是{cast.veteran.name}，随时能来"
    answer = cast.zhang.post(
        f"/open-vacancies/{cast.vacancy.id}/apply", data={"contact": "no", "note": typed}
    )

    assert answer.status_code == 422
    assert "同意给联系方式以后单位才看得到姓名" in answer.text
    assert typed in answer.text
    assert count(Application) == 0


def test_the_employer_sees_facts_and_no_name_until_consent(cast):
    save(
        ServiceRecord(
            veteran_id=cast.veteran.id,
            branch=Branch.ARMY,
            specialty="汽车驾驶",
            rank_system=RankSystem.FROM_2009,
            rank="中士",
            started_on=clock.today() - timedelta(days=3000),
            ended_on=clock.today() - timedelta(days=80),
        )
    )
    application = cast.apply()

    page = cast.wang.get(f"/applications/{application.id}").text
    refused = cast.wang.post(f"/applications/{application.id}/contact")

    assert "汽车驾驶" in page
    assert "张建国" not in page
    assert cast.veteran_account.phone not in page
    assert refused.status_code == 422
    assert "本人没有同意给您看联系方式，或者已经收回。可以先约面试" in refused.text
    assert "张建国" not in refused.text
    assert count(ContactView) == 0


def test_consent_opens_the_contact_and_every_view_is_recorded(cast):
    application = cast.apply(contact="yes")

    shown = cast.wang.post(f"/applications/{application.id}/contact")

    assert "张建国" in shown.text
    assert cast.veteran_account.phone in shown.text
    assert count(ContactView, ContactView.veteran_id == cast.veteran.id) == 1
    looked = cast.zhang.get("/me/contacts").text
    assert "顺达物流有限公司，看了姓名和手机号" in looked


def test_a_withdrawn_consent_hides_the_contact_again(cast):
    application = cast.apply(contact="yes")
    consent = db.session.scalars(select(ContactConsent)).one()

    cast.zhang.post(f"/me/contacts/{consent.id}/withdraw")

    assert cast.wang.post(f"/applications/{application.id}/contact").status_code == 422
    assert cast.wang.post(f"/applications/{application.id}/resume").status_code == 422


def test_an_employer_whose_verification_lapsed_sees_no_contact(cast):
    application = cast.apply(contact="yes")
    with transaction(audited=False) as session:
        employer = session.get_one(type(cast.employer), cast.employer.id)
        employer.verified_until = clock.today() - timedelta(days=1)

    assert cast.wang.post(f"/applications/{application.id}/contact").status_code == 422


def test_consent_to_one_employer_is_none_to_another(cast, sign_in):
    cast.apply(contact="yes")
    other_boss = make_account(role=Role.EMPLOYER, name="赵经理")
    other = make_vacancy(employer=make_employer(account=other_boss))
    cast.zhang.post(f"/open-vacancies/{other.id}/apply", data={"contact": "no"})

    answer = sign_in(other_boss).post(f"/applications/{newest().id}/contact")

    assert answer.status_code == 422


def test_a_certificate_nobody_recognised_is_marked_for_the_employer(cast):
    for name, key in (("A2 驾照", "drive_a2"), ("村里发的能手证", "")):
        save(CredentialRecord(veteran_id=cast.veteran.id, name=name, key=key))
    application = cast.apply()

    page = cast.wang.get(f"/applications/{application.id}").text

    assert "村里发的能手证（名称没认出，未核对）" in page
    assert "A2 驾照（名称没认出" not in page


def test_a_resume_shows_what_it_leaves_out(app):
    works = [
        WorkRecord(title=f"第{number}份", text="长" * 300, started_on=date(2000 + number, 1, 1))
        for number in range(8)
    ]
    wishes = ["司机", "保安", "电工", "焊工"]
    veteran = make_veteran(works=works, wanted_occupations=wishes, skills_text="会" * 300)
    resume = resume_of(veteran, clock.today())

    assert resume.works[0] == "更早的 2 条没有列出"
    assert "第7份" in resume.works[-1]
    assert all(line.endswith("……") for line in (*resume.works[1:], resume.skills))
    assert resume.wishes == "司机、保安、电工等"


def test_the_resume_is_word_without_identity_number_or_unit(cast):
    with transaction(audited=False) as session:
        veteran = session.get_one(type(cast.veteran), cast.veteran.id)
        veteran.id_number = "340321190001010013"
        veteran.skills_text = "在73021部队学的汽修 <b>&"
    application = cast.apply(contact="yes")

    answer = cast.wang.post(f"/applications/{application.id}/resume")

    text = text_of(answer.data)
    assert "张建国" in text
    assert "汽修 <b>&" in text
    assert "340321190001010013" not in text
    assert "73021" not in text
    assert count(ContactView, ContactView.what == "resume") == 1


def text_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])


def test_an_interview_needs_a_time_ahead_and_a_place(cast):
    application = cast.apply()
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()

    missing = cast.do(application, "invite")
    late = cast.do(
        application,
        "invite",
        interview_day="2020-01-01",
        interview_time="09:00",
        interview_place="x",
    )
    done = cast.do(
        application,
        "invite",
        interview_day=tomorrow,
        interview_time="09:30",
        interview_place="榴城镇禹王路 1 号",
    )

    assert (missing.status_code, late.status_code, done.status_code) == (422, 422, 302)
    assert "请填面试的日期和时间" in missing.text
    assert "面试时间要在现在以后" in late.text
    page = cast.zhang.get(f"/me/applications/{application.id}").text
    assert "09:30 到榴城镇禹王路 1 号面试" in page
    assert "约面试" in page


def test_all_faults_of_an_invitation_are_shown_in_one_round(cast):
    application = cast.apply()

    empty = cast.do(application, "invite")
    long = cast.do(application, "invite", interview_place="长" * 121, note="话" * 201)

    assert (empty.status_code, long.status_code) == (422, 422)
    for sentence in ("请填面试的日期和时间。", "请填面试地点。"):
        assert sentence in empty.text
    for text in ("最多 120 字。", "最多 200 字。", "长" * 121, "话" * 201):
        assert text in long.text
    assert fresh(application).status is S.APPLIED


def test_a_note_too_long_is_shown_whole_and_not_stored(cast, sign_in):
    note = "诚" * 501
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))

    for answer in (
        cast.zhang.post(f"/open-vacancies/{cast.vacancy.id}/apply", data={"note": note}),
        clerk.post(f"/veterans/{cast.veteran.id}/refer/{cast.vacancy.id}", data={"note": note}),
    ):
        assert answer.status_code == 422
        assert "最多 500 字。" in answer.text
        assert note in answer.text
    assert count(Application) == 0


def test_a_veteran_does_not_answer_for_the_employer(cast):
    application = cast.apply()

    answer = cast.zhang.post(f"/me/applications/{application.id}/do/offer")

    assert answer.status_code == 422
    assert "这一步由单位来做。" in answer.text
    assert fresh(application).status is S.APPLIED


def test_the_bureau_sets_how_long_a_contact_stays_visible_after_the_hire(cast):
    application = cast.apply(contact="yes")
    cast.do(application, "offer")
    cast.zhang.post(f"/me/applications/{application.id}/do/accept")
    with transaction(audited=False) as session:
        row = session.get_one(Application, application.id)
        row.closed_at = clock.now() - timedelta(days=31)
    path = f"/applications/{application.id}/contact"

    before = cast.wang.post(path)
    with transaction(audited=False):
        set_value(CONTACT_DAYS, ParameterFacts(30, clock.today(), "局务会"), by_id=1)
    after = cast.wang.post(path)

    assert "张建国" in before.text
    assert after.status_code == 422
    assert "录用已经过了很久，联系方式不再显示。" in after.text


@pytest.mark.parametrize("note", ["年纪太大了", "我们要男的", "是外地人，不方便"])
def test_a_note_gives_no_reason_for_which_nobody_may_be_turned_down(cast, note):
    application = cast.apply()

    refused = cast.do(application, "reject", reason="OTHER", note=note)

    assert refused.status_code == 422
    assert "不能写" in refused.text
    assert "怎么改" in refused.text


def test_no_reason_to_choose_or_sentence_names_what_the_wording_check_forbids():
    for reason in RejectReason:
        assert lint_reason(reason.label) == []
        assert lint_reason(reason.label + "不合适") == []


def test_a_rejection_needs_a_reason_and_shows_a_kind_sentence(cast):
    application = cast.apply()

    missing = cast.do(application, "reject")
    cast.do(application, "reject", reason="FULL")

    assert missing.status_code == 422
    assert "请选不合适的原因" in missing.text
    page = cast.zhang.get(f"/me/applications/{application.id}").text
    assert REJECTION_SENTENCES[RejectReason.FULL] in page
    assert fresh(application).last_active_status is S.APPLIED


def test_both_sides_must_agree(cast):
    application = cast.apply()
    early = cast.zhang.post(f"/me/applications/{application.id}/do/accept")
    cast.do(application, "offer")
    by_the_wrong_side = cast.do(application, "accept")

    accepted = cast.zhang.post(f"/me/applications/{application.id}/do/accept")

    assert (early.status_code, by_the_wrong_side.status_code) == (422, 422)
    assert "这份投递现在是“已投递”，不能这样操作。" in early.text
    assert accepted.status_code == 302
    assert fresh(application).status is S.ACCEPTED
    assert cast.zhang.post(f"/me/applications/{application.id}/do/withdraw").status_code == 422


def test_no_more_offers_than_places(cast, sign_in):
    application = cast.apply()
    other = make_account(name="李大山")
    make_veteran(account=other)
    sign_in(other).post(f"/open-vacancies/{cast.vacancy.id}/apply", data={"contact": "no"})
    second = newest()
    cast.do(application, "offer")

    refused = cast.do(second, "offer")

    assert refused.status_code == 422
    assert "招 1 人，已经都定了人" in refused.text
    assert fresh(second).status is S.APPLIED


def test_an_answer_on_a_page_opened_before_a_change_is_asked_for_again(cast):
    application = cast.apply()
    seen = fresh(application).version
    cast.zhang.post(f"/me/applications/{application.id}/do/withdraw")

    late = cast.wang.post(f"/applications/{application.id}/do/offer", data={"version": seen})

    assert late.status_code == 422
    assert "您看过以后，这条资料又改过了" in late.text


def test_each_side_is_notified_of_the_other(cast):
    application = cast.apply()
    cast.do(application, "screen")

    assert count(Notice, Notice.audience == Audience.EMPLOYER) == 1
    assert count(Notice, Notice.audience == Audience.VETERAN) == 1
    assert "单位开始看您的投递" in cast.zhang.get("/notices").text
    notice = db.session.scalars(select(Notice).where(Notice.audience == Audience.VETERAN)).one()
    opened = cast.zhang.post(f"/notices/{notice.id}/open")
    assert opened.location == f"/me/applications/{application.id}"
    assert count(OutboxMessage, OutboxMessage.channel == "sms") == 2


def test_a_veteran_without_an_account_is_telephoned(cast, sign_in):
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))
    old_man = make_veteran(name="李大山")

    referred = clerk.post(
        f"/veterans/{old_man.id}/refer/{cast.vacancy.id}", data={"contact": "yes"}
    )
    assert referred.status_code == 302, referred.text
    assert cast.do(newest(), "screen").status_code == 302

    db.session.rollback()
    shown = db.session.scalars(select(Notice).where(Notice.audience == Audience.VETERAN)).one()
    assert shown.call is CallStatus.DUE
    assert newest().origin is Origin.REFERRAL
    consent = db.session.scalars(select(ContactConsent)).one()
    assert consent.given_to is not None
    assert "本人当面同意" in consent.wording


def test_a_clerk_refers_nobody_of_another_township(cast, sign_in):
    stranger = make_veteran(name="外乡人", township_code=CHANGFEN)
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))

    answer = clerk.post(f"/veterans/{stranger.id}/refer/{cast.vacancy.id}")

    assert answer.status_code == 404
    assert count(Application) == 0


def test_a_long_wait_is_shown_to_the_veteran_and_the_desk_and_notified_once(cast, sign_in):
    application = cast.apply()
    with transaction(audited=False) as session:
        row = session.get_one(Application, application.id)
        row.applied_at = clock.now() - timedelta(days=8)
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))

    for _ in range(2):
        with transaction():
            operations.remind_silent(clock.today())

    assert "单位还没有答复" in cast.zhang.get(f"/me/applications/{application.id}").text
    assert "等了太久" in officer.get("/applications?silent=1").text
    assert count(Notice, Notice.kind == "silent") == 2  # one to each side
    cast.do(application, "screen")
    assert "没有这样的投递" in officer.get("/applications?silent=1").text


def test_an_unanswered_application_ends_long_after_its_vacancy(cast):
    application = cast.apply()
    with transaction(audited=False) as session:
        vacancy = session.get_one(type(cast.vacancy), cast.vacancy.id)
        vacancy.status, vacancy.closed_at = "CLOSED", clock.now() - timedelta(days=16)

    with transaction():
        ended = operations.end_unanswered(clock.today())
    with transaction():
        again = operations.end_unanswered(clock.today())

    assert (ended, again) == (1, 0)
    assert fresh(application).status is S.EXPIRED_NO_REPLY
    assert "单位没有答复" in cast.zhang.get("/me/applications").text


def test_an_application_waits_on_for_an_answer_after_its_vacancy_just_ended(cast):
    application = cast.apply()
    with transaction(audited=False) as session:
        vacancy = session.get_one(type(cast.vacancy), cast.vacancy.id)
        vacancy.status, vacancy.closed_at = "CLOSED", clock.now() - timedelta(days=14)

    with transaction():
        assert operations.end_unanswered(clock.today()) == 0
    assert fresh(application).status is S.APPLIED


def test_applications_are_in_the_veterans_own_data_and_deleted_with_the_profile(cast):
    cast.do(cast.apply(contact="yes"), "screen")
    cast.wang.post(f"/applications/{newest().id}/contact")
    own = cast.zhang.get("/me/data").text
    exported = cast.zhang.get("/me/data/export").json

    assert cast.zhang.post("/me/data/delete", data={"password_again": PASSWORD}).status_code == 302

    assert "顺达物流有限公司" in own
    assert exported["投递记录"][0]["岗位"] == "货车驾驶员"
    assert exported["单位看过联系方式"][0]["单位"] == "顺达物流有限公司"
    for table in (Application, ApplicationEvent, ContactConsent, ContactView):
        assert count(table) == 0
    assert count(Notice, Notice.audience == Audience.VETERAN) == 0


def test_each_action_is_one_line_of_the_record(cast):
    application = cast.apply(contact="yes")
    cast.do(application, "offer")

    db.session.rollback()
    actions = list(
        db.session.scalars(
            select(AuditEvent.action)
            .where(AuditEvent.action.like("application.%"))
            .order_by(AuditEvent.id)
        )
    )
    assert actions == ["application.apply", "application.offer"]


def test_the_list_costs_the_same_however_long_it_is(app, cast):
    def cost() -> int:
        with count_queries() as counted:
            cast.wang.get("/applications")
        return counted.total

    cast.apply()
    few = cost()
    for number in range(12):
        veteran = make_veteran(name=f"老兵{number}")
        save(Application(veteran_id=veteran.id, vacancy_id=cast.vacancy.id, applied_at=clock.now()))

    assert cost() <= few + 1
    db.session.rollback()
    assert queries.count_new(cast.boss) == 13
