"""Rules of a verification: figures the bureau sets, faults in one round, nothing cut."""

import pytest

from core import clock
from core.access import Role
from core.db import transaction
from core.parameters.models import ParameterValue
from jobs.employers import operations
from jobs.employers.models import EmployerStatus
from tests.jobs.employers.test_employer_verify import CHECK_FAILS, decide, hand_in, waiting
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import make_account
from tests.support.rows import fresh, save


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def set_parameter(key: str, value: int) -> None:
    save(ParameterValue(key=key, value=value, valid_from=clock.today(), source="局务会"))


def test_how_long_a_verification_is_valid_is_the_bureaus_to_set(officer):
    set_parameter("verify_days", 365)
    employer = waiting()

    decide(officer, employer, "verify")

    assert fresh(employer).verified_until == clock.days_ahead(365)


def test_when_a_renewal_is_due_is_the_bureaus_to_set(officer):
    make_employer(name="快到期的公司", verified_until=clock.days_ahead(20))
    set_parameter("verify_renew_days", 10)

    assert "天内到期" not in officer.get("/employers/queue").text
    assert "快到期的公司" not in officer.get("/employers?due=1").text
    with transaction():
        assert operations.remind_due(clock.today()) == 0


def test_how_long_a_decision_may_take_is_the_bureaus_to_set(officer, client):
    set_parameter("verify_decide_days", 5)
    waiting()

    assert "5 个工作日内要办完" in officer.get("/employers/queue").text
    assert "5 个工作日内办完" in officer.get("/desk").text
    assert "5 个工作日内核实" in client.get("/employers/registered").text


def test_all_rules_that_refuse_a_verification_are_shown_in_one_round(officer):
    employer = waiting(credit_code=CHECK_FAILS, introduction="")

    answer = decide(officer, employer, "verify", paper_note="")

    assert answer.status_code == 422
    assert "资料还不全，缺：单位简介。" in answer.text
    assert "还没有交：营业执照、招聘授权书。" in answer.text
    assert "确认属实的，请写明接受的理由。" in answer.text
    assert "有 3 处要改" in answer.text


@pytest.mark.parametrize("field", ["reason", "code_note", "paper_note"])
def test_a_note_that_is_too_long_is_refused_and_stays_typed(officer, field):
    employer, typed = waiting(credit_code=CHECK_FAILS), "长" * 201

    answer = decide(officer, employer, "return", **({"reason": "看不清"} | {field: typed}))

    assert answer.status_code == 422
    assert "最多 200 字。" in answer.text
    assert typed in answer.text
    assert fresh(employer).status is EmployerStatus.PENDING


def test_a_decision_without_a_verdict_is_refused_at_its_field(officer):
    answer = decide(officer, waiting(), "")

    assert answer.status_code == 422
    assert 'href="#verdict"' in answer.text
    assert "请写明理由" not in answer.text


@pytest.mark.parametrize(
    ("purpose", "sentence"),
    [
        ("", "请写为什么要看完整号码。"),
        (" ", "请写为什么要看完整号码。"),
        ("长" * 61, "最多 60 字。"),
    ],
)
def test_the_reason_to_see_a_number_is_required_and_short(officer, purpose, sentence):
    employer = waiting(contact_phone="13812345678")

    answer = officer.post(f"/employers/{employer.id}/phone", data={"purpose": purpose})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert purpose in answer.text
    assert "13812345678" not in answer.text


def test_a_document_shows_a_bad_file_and_a_missing_kind_in_one_round(sign_in):
    boss = make_account(role=Role.EMPLOYER, name="王经理")
    waiting(account=boss)

    answer = hand_in(sign_in(boss), "", b"PK zip")

    assert answer.status_code == 422
    assert "请选哪一份。" in answer.text
    assert "请上传照片（JPG、PNG）或 PDF" in answer.text


def test_a_search_that_is_too_long_is_answered_in_words(officer):
    make_employer(name="怀远县禹王酒店")

    page = officer.get("/employers?q=" + "酒 " * 61)

    assert page.status_code == 200
    assert "搜索的词最多 60 字" in page.text
    assert "禹王酒店" in page.text
