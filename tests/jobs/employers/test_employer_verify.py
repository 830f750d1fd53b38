"""The bureau verifies employers: queue, decision, documents, end of a verification."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from core import clock
from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from jobs.employers import operations
from jobs.employers.cli import cli
from jobs.employers.models import EmployerDocument, EmployerStatus
from jobs.vacancies import postings
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.support.counting import words_of
from tests.support.rows import fresh

SOUND = "91340321MA2000019H"
CHECK_FAILS = "91350203M0001QAY9B"


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def waiting(**more):
    values = {
        "status": EmployerStatus.PENDING,
        "verified_at": None,
        "verified_until": None,
        "credit_code": SOUND,
    }
    return make_employer(**(values | more))


def decide(officer, employer, verdict, **more):
    seen = {"paper_note": "当面看过执照和授权书原件"}
    data = {"verdict": verdict, "version": employer.version} | seen | more
    return officer.post(f"/employers/{employer.id}/decide", data=data)


def actions():
    db.session.rollback()
    return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def test_the_queue_shows_the_longest_waiting_first_and_marks_the_late(officer):
    waiting(name="新来的公司", credit_code="92340321MA20000279")
    waiting(name="等久的公司", submitted_at=clock.now() - timedelta(days=8))

    page = officer.get("/employers/queue").text

    assert page.index("等久的公司") < page.index("新来的公司")
    assert page.count("已超期") == 1
    assert "0 个工作日" in page


def test_an_empty_queue_has_its_own_text(officer):
    assert "没有等待核实的单位" in officer.get("/employers/queue").text


def test_a_verified_employer_may_publish_for_the_set_time(officer):
    employer = waiting()

    response = decide(officer, employer, "verify")

    assert response.status_code == 302
    verified = fresh(employer)
    assert verified.status is EmployerStatus.VERIFIED
    assert verified.verified_until == clock.today() + timedelta(days=183)
    assert actions()[-1] == "employer.verify"


@pytest.mark.parametrize(
    ("verdict", "status"),
    [("return", EmployerStatus.RETURNED), ("refuse", EmployerStatus.REFUSED)],
)
def test_a_return_or_refusal_needs_a_reason_the_employer_reads(officer, verdict, status):
    employer = waiting()

    bare = decide(officer, employer, verdict)
    reasoned = decide(officer, employer, verdict, reason="营业执照看不清")

    assert bare.status_code == 422
    assert "请写明理由，单位会看到。" in bare.text
    assert reasoned.status_code == 302
    assert (fresh(employer).status, fresh(employer).status_note) == (status, "营业执照看不清")


def test_staff_accept_a_code_whose_check_fails_only_with_a_reason(officer):
    employer = waiting(credit_code=CHECK_FAILS)

    bare = decide(officer, employer, "verify")
    reasoned = decide(officer, employer, "verify", code_note="已核对营业执照原件")

    assert bare.status_code == 422
    assert "确认属实的，请写明接受的理由。" in bare.text
    assert reasoned.status_code == 302
    assert fresh(employer).code_note == "已核对营业执照原件"


def test_an_incomplete_employer_cannot_be_verified(officer):
    employer = waiting(credit_code=None, introduction="")

    response = decide(officer, employer, "verify")

    assert response.status_code == 422
    assert "资料还不全，缺：统一社会信用代码、单位简介。" in response.text


def test_a_refused_employer_is_not_verified_before_it_submits_again(officer):
    employer = waiting(status=EmployerStatus.REFUSED)

    response = decide(officer, employer, "verify")

    assert response.status_code == 422
    assert "单位现在是“不予通过”，要等它重新提交。" in response.text


def test_a_leader_sees_and_decides_nothing(sign_in):
    employer = waiting()
    leader = sign_in(make_account(role=Role.LEADER))

    page = leader.get(f"/employers/{employer.id}")

    assert page.status_code == 200
    assert "保存核实结果" not in page.text
    assert decide(leader, employer, "verify").status_code == 403


def test_a_verification_taken_back_closes_the_vacancies_at_once(officer):
    employer = make_employer(credit_code=SOUND)
    make_vacancy(employer=employer)

    decide(officer, employer, "refuse", reason="冒用营业执照")

    assert fresh(employer).verified_until is None
    assert postings.count_open(clock.today()) == 0


def test_the_phone_is_masked_until_a_reason_is_recorded(officer):
    employer = waiting(contact_phone="13812345678")

    page = officer.get(f"/employers/{employer.id}").text
    refused = officer.post(f"/employers/{employer.id}/phone", data={})
    shown = officer.post(f"/employers/{employer.id}/phone", data={"purpose": "核实岗位"})

    assert "138****5678" in page
    assert "13812345678" not in page
    assert refused.status_code == 422
    assert "13812345678" in shown.text
    assert actions()[-1] == "employer.show_phone"


def test_staff_correct_data_without_seeing_the_phone(officer):
    employer = waiting(contact_phone="13812345678", credit_code=None)

    page = officer.get(f"/employers/{employer.id}/edit").text
    response = officer.post(
        f"/employers/{employer.id}/edit",
        data={
            "name": employer.name,
            "credit_code": CHECK_FAILS,
            "code_note": "已核对原件",
            "industry": "G",
            "introduction": "本县货运企业，主营仓储。",
            "division_code": "榴城镇",
            "address": "榴城镇",
            "contact_name": "王经理",
            "contact_phone": "",
            "version": employer.version,
        },
    )

    assert "13812345678" not in page
    assert response.status_code == 302
    assert fresh(employer).contact_phone == "13812345678"
    assert fresh(employer).credit_code == CHECK_FAILS


def test_verifications_that_ended_are_marked_once(app):
    today = clock.today()
    over = make_employer(verified_until=today - timedelta(days=1))
    last_day = make_employer(verified_until=today)
    for_good = make_employer(verified_until=None)

    counts = []
    for _ in range(2):
        with transaction():
            counts.append(operations.lapse_overdue(today))

    assert counts == [1, 0]
    assert fresh(over).status is EmployerStatus.LAPSED
    assert fresh(last_day).status is EmployerStatus.VERIFIED
    assert fresh(for_good).status is EmployerStatus.VERIFIED


def test_the_lapse_command_prints_how_many(app):
    make_employer(verified_until=clock.today() - timedelta(days=1))

    result = app.test_cli_runner().invoke(cli, ["lapse"])

    assert result.output == "1 个单位的核实已到期。\n"


def test_the_list_is_searched_and_filtered(officer):
    waiting(name="怀远县白莲坡粮油有限公司")
    make_employer(name="怀远县禹王酒店")

    by_name = officer.get("/employers?q=粮油").text
    by_code = officer.get("/employers?q=91340321MA").text
    by_status = officer.get("/employers?status=VERIFIED").text
    nothing = officer.get("/employers?q=100%25").text

    assert "白莲坡粮油" in by_name
    assert "禹王酒店" not in by_name
    assert "白莲坡粮油" in by_code
    assert "禹王酒店" in by_status
    assert "白莲坡粮油" not in by_status
    assert "没有符合的单位" in nothing


def test_a_search_finds_all_employers_and_their_statuses_are_counted(officer):
    make_employer(name="顺达物流", verified_until=clock.days_ahead(300))
    make_employer(name="顺达仓储", status=EmployerStatus.PENDING)
    make_employer(name="别的公司")

    page = officer.get("/employers?due=&q=顺达").text  # the search box once sent an empty "due"

    assert "顺达物流" in page
    assert "顺达仓储" in page
    assert "共 2 家" in page
    assert 'name="due"' not in page
    assert re.findall(r'data-count="(\d+)" data-list="[^"]*status=VERIFIED', page) == ["1"]


def test_verifications_that_end_soon_are_shown_for_renewal(officer):
    soon = make_employer(
        name="快到期的公司", credit_code=SOUND, verified_until=clock.days_ahead(20)
    )
    make_employer(name="还早的公司", verified_until=clock.days_ahead(90))

    queue = officer.get("/employers/queue").text
    listed = officer.get("/employers?due=1").text
    decide(officer, soon, "verify")

    assert "1 家单位的核实 30 天内到期" in words_of(queue)
    assert ("快到期的公司" in listed, "还早的公司" in listed) == (True, False)
    assert fresh(soon).verified_until == clock.days_ahead(183)


def hand_in(browser, kind: str, data: bytes = b"%PDF-1.4 licence"):
    return browser.post(
        "/employer/documents",
        data={"kind": kind, "file": (BytesIO(data), "执照.pdf")},
        content_type="multipart/form-data",
    )


def test_a_verification_needs_papers_handed_in_or_seen(officer, sign_in):
    boss = make_account(role=Role.EMPLOYER, name="王经理")
    employer = waiting(account=boss)
    browser = sign_in(boss)

    bare = decide(officer, employer, "verify", paper_note="")
    hand_in(browser, "LICENCE")
    half = decide(officer, fresh(employer), "verify", paper_note="")
    hand_in(browser, "AUTHORISATION")
    done = decide(officer, fresh(employer), "verify", paper_note="")

    assert (bare.status_code, half.status_code, done.status_code) == (422, 422, 302)
    assert "还没有交：营业执照、招聘授权书" in bare.text
    assert "还没有交：招聘授权书" in half.text
    assert fresh(employer).status is EmployerStatus.VERIFIED


def test_a_newer_document_replaces_and_only_the_employer_and_the_bureau_read_it(officer, sign_in):
    boss = make_account(role=Role.EMPLOYER, name="王经理")
    employer = waiting(account=boss)
    rival = make_account(role=Role.EMPLOYER, name="赵经理")
    make_employer(account=rival)
    browser = sign_in(boss)
    hand_in(browser, "LICENCE")
    hand_in(browser, "LICENCE", b"%PDF-1.4 newer")

    db.session.rollback()
    rows = list(db.session.scalars(select(EmployerDocument).order_by(EmployerDocument.id)))
    assert [row.replaced_at is None for row in rows] == [False, True]
    path = f"/employers/{employer.id}/documents/{rows[1].id}"
    assert browser.get(path).data == b"%PDF-1.4 newer"
    assert officer.get(path).data == b"%PDF-1.4 newer"
    assert sign_in(rival).get(path).status_code == 404
    assert officer.get(f"/employers/{employer.id + 1}/documents/{rows[1].id}").status_code == 404


def test_a_file_that_is_no_document_is_refused(sign_in):
    boss = make_account(role=Role.EMPLOYER, name="王经理")
    waiting(account=boss)

    answer = hand_in(sign_in(boss), "LICENCE", b"PK zip")

    assert answer.status_code == 422
    assert "请上传照片（JPG、PNG）或 PDF" in answer.text
