"""Registration by the veteran, and registration on their behalf by a station."""

import pytest
from sqlalchemy import func, select

from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from core.errors import DomainError
from people.accounts.models import Account
from people.veterans import operations
from people.veterans.facts import OnBehalfFacts
from people.veterans.models import Consent, ConsentPurpose, Veteran
from people.veterans.operations.registration import REGISTRATIONS
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN, LIUCHENG
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh

PERSON = {"name": "张建国", "phone": "138 1234 5678", "password": "long-march-9", "consent": "y"}
RECEIVED = "这个姓名和手机号以前没有登记过的，现在登记好了，请用刚才填的手机号和密码登录。"


def count(model) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_person_registers_with_name_phone_and_password_and_signs_in(client):
    client.post("/register", data=PERSON)
    client.post("/sign-in", data={"phone": "13812345678", "password": "long-march-9"})

    page = client.get("/me")

    assert page.status_code == 200
    assert "张建国" in page.text
    veteran = db.session.scalars(select(Veteran)).one()
    assert veteran.phone == "13812345678"
    consent = db.session.scalars(select(Consent)).one()
    assert consent.purpose is ConsentPurpose.REGISTER
    assert "用人单位看不到我的姓名和电话" in consent.wording


def test_registering_again_looks_the_same_and_changes_nothing(client):
    first = client.post("/register", data=PERSON, follow_redirects=True)

    again = client.post(
        "/register", data=PERSON | {"password": "another-pass-5"}, follow_redirects=True
    )

    assert (first.status_code, first.request.path) == (again.status_code, again.request.path)
    assert RECEIVED in first.text
    assert RECEIVED in again.text
    assert count(Account) == count(Veteran) == 1


def test_person_a_station_registered_is_not_registered_twice(client):
    make_veteran(name="张建国", phone="13812345678")

    answer = client.post("/register", data=PERSON, follow_redirects=True)

    assert RECEIVED in answer.text
    assert count(Veteran) == 1
    assert count(Account) == 0


def test_an_account_without_a_profile_is_not_created_twice(client):
    make_account(name="张建国", phone="13812345678")

    answer = client.post("/register", data=PERSON, follow_redirects=True)

    assert RECEIVED in answer.text
    assert count(Account) == 1


def test_two_of_a_family_may_share_a_phone(client):
    client.post("/register", data=PERSON)
    client.post("/register", data=PERSON | {"name": "张小军", "password": "other-horse-4"})

    assert count(Veteran) == count(Account) == 2


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "请填姓名。"),
        ("name", "  ", "请填姓名。"),
        ("name", "71522部队", "请改写成「某部」。"),
        ("phone", "12345", "请填 11 位手机号，以 1 开头。"),
        ("password", "short", "密码至少 8 位。"),
        ("consent", "", "登记前须勾选同意。"),
    ],
)
def test_a_fault_is_shown_at_the_field(client, field, value, message):
    answer = client.post("/register", data=PERSON | {field: value})

    assert answer.status_code == 422
    assert message in answer.text
    assert count(Veteran) == 0


def test_all_faults_come_in_one_round_and_what_was_typed_stays(client):
    faulty = {"name": "张" * 41, "phone": "12345", "password": "short"}

    answer = client.post("/register", data=faulty)

    assert answer.status_code == 422
    assert "有 4 处要改" in answer.text
    for sentence in (
        "最多 40 字。",
        "请填 11 位手机号，以 1 开头。",
        "密码至少 8 位。",
        "登记前须勾选同意。",
    ):
        assert sentence in answer.text
    assert f'value="{"张" * 41}"' in answer.text
    assert 'value="12345"' in answer.text
    assert count(Veteran) == 0


def test_a_password_with_the_phone_or_the_name_is_refused(client):
    with_phone = client.post("/register", data=PERSON | {"password": "x13812345678"})
    with_name = client.post(
        "/register", data=PERSON | {"name": "laozhang-8", "password": "LaoZhang-8"}
    )

    assert "密码里不要用手机号。" in with_phone.text
    assert "密码不要和姓名一样。" in with_name.text


def test_a_flood_of_registrations_is_stopped(client, monkeypatch):
    monkeypatch.setattr(REGISTRATIONS, "tries", 3)
    for number in range(3):
        client.post("/register", data=PERSON | {"name": f"张建国{number}"})

    assert client.post("/register", data=PERSON | {"name": "第四人"}).status_code == 429


def on_behalf(**more):
    return {
        "name": "李大山",
        "phone": "13900001111",
        "township_code": LIUCHENG,
        "consent": "y",
    } | more


def test_a_clerk_registers_on_behalf_with_the_consent_on_record(sign_in):
    clerk = make_account(role=Role.CLERK, name="赵站长")

    answer = sign_in(clerk).post("/veterans/new", data=on_behalf(id_number="340321190001010013"))

    veteran = db.session.scalars(select(Veteran)).one()
    consents = db.session.scalars(select(Consent)).all()
    assert answer.location == f"/veterans/{veteran.id}"
    assert veteran.registered_by == clerk.id
    assert veteran.id_number == "340321190001010013"
    assert {consent.purpose for consent in consents} == set(ConsentPurpose)
    assert {consent.given_to for consent in consents} == {clerk.id}


def test_no_consent_no_registration_on_behalf(sign_in):
    browser = sign_in(make_account(role=Role.CLERK, name="赵站长"))

    answer = browser.post("/veterans/new", data=on_behalf(consent=""))

    assert answer.status_code == 422
    assert "没有本人同意不能代为登记。" in answer.text
    assert count(Veteran) == 0


def test_a_clerk_registers_only_for_the_own_township(sign_in):
    clerk = make_account(role=Role.CLERK, name="赵站长")

    answer = sign_in(clerk).post("/veterans/new", data=on_behalf(township_code=CHANGFEN))

    assert answer.status_code == 422
    with pytest.raises(DomainError, match="只能代本乡镇的人登记。"), transaction():
        facts = OnBehalfFacts("李大山", "13900001111", "", CHANGFEN)
        operations.register_on_behalf(fresh(clerk), facts, wording="同意")
    assert count(Veteran) == 0


def test_the_same_person_is_not_registered_twice_on_behalf(sign_in):
    make_veteran(name="李大山", phone="13900001111", township_code=LIUCHENG)
    browser = sign_in(make_account(role=Role.OFFICER, name="陈主任"))

    answer = browser.post("/veterans/new", data=on_behalf())

    assert answer.status_code == 422
    assert "这个手机号和姓名已经登记过，请在名单里查找。" in answer.text


def test_a_taken_identity_number_and_a_taken_name_are_refused_together(sign_in):
    make_veteran(name="李大山", phone="13900001111", id_number="340321190001010013")
    browser = sign_in(make_account(role=Role.OFFICER, name="陈主任"))

    answer = browser.post("/veterans/new", data=on_behalf(id_number="340321190001010013"))

    assert answer.status_code == 422
    assert '<a href="#phone">这个手机号和姓名已经登记过' in answer.text
    assert '<a href="#id_number">这个身份证号已经登记过' in answer.text
    assert count(Veteran) == 1


def test_the_audit_log_names_nobody(client):
    client.post("/register", data=PERSON)

    events = db.session.scalars(select(AuditEvent)).all()
    assert [event.action for event in events][-1] == "veteran.register"
    assert all("张建国" not in str(event.detail) and "13812345678" not in str(event.detail)
               for event in events)  # fmt: skip
