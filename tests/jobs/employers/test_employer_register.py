"""An employer registers, corrects its data, and submits it again after a return."""

import pytest
from sqlalchemy import func, select

from core.access import Role
from core.db import db, transaction
from core.errors import DomainError
from jobs.employers import queries
from jobs.employers.facts import EmployerFacts
from jobs.employers.models import Employer, EmployerStatus, Industry
from jobs.employers.operations import add_employer
from people.accounts.models import Account
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import make_account
from tests.people.divisions.world import LIUCHENG
from tests.support.rows import fresh

FILLED_IN = {
    "name": "怀远县新大地物业有限公司",
    "credit_code": "9134 0321 MA20 0001 9h",
    "industry": "K",
    "staffing": "UNDER_100",
    "introduction": "本县物业企业，管理六个小区，保安和保洁共八十人。",
    "division_code": "榴城镇",
    "address": "榴城镇禹王路 8 号",
    "contact_name": "王大力",
    "contact_phone": "138 0000 1111",
    "password": "water-and-light-9",
    "again": "water-and-light-9",
}


NOT_SHOWN = {"password", "again", "industry"}  # passwords, and a choice that is not ours


def register(client, **changes):
    return client.post("/employers/register", data=FILLED_IN | changes)


def test_a_registration_makes_an_account_and_an_employer_that_waits(client):
    response = register(client)

    assert response.status_code == 302
    assert response.location == "/employers/registered"
    account = db.session.scalar(select(Account))
    employer = queries.employer_of(account.id)
    assert (account.role, account.name, account.phone) == (
        Role.EMPLOYER,
        "王大力",
        "13800001111",
    )
    assert employer.status is EmployerStatus.PENDING
    assert employer.credit_code == "91340321MA2000019H"
    assert employer.industry is Industry.K
    assert employer.division_code == LIUCHENG
    assert employer.missing() == []


def test_a_registered_contact_gets_the_same_answer_and_nothing_changes(client):
    first = register(client)

    second = register(client, name="另一家公司", credit_code="92340321MA20000279")

    assert (second.status_code, second.location) == (first.status_code, first.location)
    assert db.session.scalar(select(func.count(Employer.id))) == 1
    assert db.session.scalar(select(func.count(Account.id))) == 1
    assert db.session.scalar(select(Employer.name)) == "怀远县新大地物业有限公司"


def test_a_code_that_is_registered_is_refused_to_another_contact(client):
    register(client)

    response = register(client, contact_name="李小明", contact_phone="13900002222")

    assert response.status_code == 422
    assert "这个统一社会信用代码已经登记过。" in response.text
    assert db.session.scalar(select(func.count(Account.id))) == 1


def test_a_code_whose_check_fails_is_refused_at_registration(client):
    response = register(client, credit_code="91350203M0001QAY9B")

    assert response.status_code == 422
    assert "统一社会信用代码对不上校验位，请对照营业执照逐位核对。" in response.text
    assert db.session.scalar(select(func.count(Account.id))) == 0


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("division_code", "江北区", "没有认出这个地方"),
        ("introduction", "我们是从 71522 部队退役的人办的公司", "像是部队番号"),
        ("introduction", "太短", "单位简介请写 10 到 1000 字。"),
        ("contact_phone", "12345", "请填 11 位手机号，以 1 开头。"),
        ("password", "12345678", "密码太简单，请换一个不容易猜到的。"),
        ("again", "something else", "两次填的密码不一样。"),
        ("name", "  ", "请填单位名称。"),
        ("name", "长" * 121, "最多 120 字。"),
        ("credit_code", "9" * 41, "最多 40 字。"),
        ("address", "长" * 121, "最多 120 字。"),
        ("contact_name", "长" * 41, "最多 40 字。"),
        ("contact_phone", "1" * 21, "请填 11 位手机号，以 1 开头。"),
        ("password", "x" * 129, "最多 128 字。"),
        ("industry", "", "请选所属行业。"),
        ("industry", "ZZ", "不是有效的选择。"),
    ],
)
def test_a_fault_is_shown_at_its_field_and_what_was_typed_stays(client, field, value, sentence):
    response = register(client, **{field: value})

    assert response.status_code == 422
    assert sentence in response.text
    assert f'id="{field}-error"' in response.text
    assert value in response.text or field in NOT_SHOWN
    assert db.session.scalar(select(func.count(Account.id))) == 0


def test_an_employer_corrects_its_data_and_stays_verified(sign_in):
    account = make_account(role=Role.EMPLOYER, name="王经理")
    employer = make_employer(account=account, credit_code="91340321MA2000019H")
    browser = sign_in(account)

    page = browser.get("/employer/profile")
    response = browser.post(
        "/employer/profile",
        data=FILLED_IN
        | {"name": employer.name, "version": employer.version, "address": "榴城镇新河路 3 号"},
    )

    assert "榴城镇禹王路 1 号" in page.text
    assert response.status_code == 302
    changed = fresh(employer)
    assert changed.address == "榴城镇新河路 3 号"
    assert changed.status is EmployerStatus.VERIFIED


def test_a_new_name_is_verified_again(sign_in):
    account = make_account(role=Role.EMPLOYER)
    employer = make_employer(account=account, credit_code="91340321MA2000019H")

    sign_in(account).post("/employer/profile", data=FILLED_IN | {"version": employer.version})

    assert fresh(employer).status is EmployerStatus.PENDING


def test_the_second_of_two_savers_sees_both_values(sign_in):
    account = make_account(role=Role.EMPLOYER)
    employer = make_employer(account=account)
    browser = sign_in(account)
    stale = FILLED_IN | {"name": employer.name, "version": employer.version}
    browser.post("/employer/profile", data=stale)

    response = browser.post("/employer/profile", data=stale | {"address": "新地址 9 号"})

    assert response.status_code == 409
    assert "新地址 9 号" in response.text


def test_after_a_return_an_employer_submits_again(sign_in):
    account = make_account(role=Role.EMPLOYER)
    employer = make_employer(
        account=account,
        credit_code="91340321MA2000019H",
        status=EmployerStatus.RETURNED,
        status_note="请补营业执照上的地址",
    )
    browser = sign_in(account)

    desk = browser.get("/employer")
    browser.post("/employer/resubmit")

    assert "退回理由：请补营业执照上的地址" in desk.text
    assert fresh(employer).status is EmployerStatus.PENDING


def test_an_incomplete_employer_is_refused_on_the_page_of_its_data(sign_in):
    account = make_account(role=Role.EMPLOYER)
    employer = make_employer(account=account, status=EmployerStatus.RETURNED)

    response = sign_in(account).post("/employer/resubmit")

    assert response.status_code == 422
    assert "资料还不全，缺：统一社会信用代码。" in response.text
    assert 'name="credit_code"' in response.text
    assert fresh(employer).status is EmployerStatus.RETURNED


def test_a_verified_employer_need_not_submit_again(sign_in):
    account = make_account(role=Role.EMPLOYER)
    make_employer(account=account)

    response = sign_in(account).post("/employer/resubmit")

    assert response.status_code == 422
    assert "单位现在是“已核实”，不用再提交。" in response.text


def test_all_faults_of_a_registration_are_shown_in_one_round(client):
    response = register(
        client,
        credit_code="91350203M0001QAY9B",
        introduction="我们是从 71522 部队退役的人办的公司",
        contact_phone="12345",
        password="12345678",
        again="12345678",
    )

    assert response.status_code == 422
    for sentence in ("对不上校验位", "像是部队番号", "请填 11 位手机号", "密码太简单"):
        assert sentence in response.text
    assert "有 4 处要改" in response.text


def test_an_employer_from_a_package_follows_the_same_rules(app):
    facts = EmployerFacts(
        name="长" * 121, credit_code="9", introduction="71522 部队", contact_phone="1"
    )

    with pytest.raises(DomainError) as refused, transaction():
        add_employer(facts)

    found = [refused.value, *refused.value.others]
    assert [one.field for one in found] == ["name", "introduction", "credit_code", "phone"]
