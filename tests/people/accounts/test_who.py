"""A family on one phone with one password is asked who signs in; nobody is the first that fits."""

import re
import time

import pytest
import time_machine
from sqlalchemy import select

from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from people.accounts import operations
from people.accounts.models import Account
from tests.people.accounts.world import PASSWORD, make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh

PHONE = "13800000301"
SIGN_IN = {"phone": PHONE, "password": PASSWORD}


@pytest.fixture
def family(app):
    accounts = [make_account(phone=PHONE, name=name) for name in ("钱父亲", "钱儿子", "钱母亲")]
    for account in accounts:
        make_veteran(account=account)
    return accounts


def choose(client, account):
    return client.post("/sign-in/who", data={"account": str(account.id)})


@pytest.mark.parametrize("number", [0, 1, 2])
def test_each_of_a_family_reaches_the_own_profile(client, family, number):
    asked = client.post("/sign-in", data=SIGN_IN)
    page = client.get(asked.location).text

    chosen = choose(client, family[number])

    assert asked.location.startswith("/sign-in/who")
    assert "您是哪一位？" in page
    assert [f"*{name}" in page for name in ("父亲", "儿子", "母亲")] == [True] * 3
    assert "钱父亲" not in page
    assert chosen.status_code == 302
    assert family[number].name in client.get("/account").text


def test_nobody_is_signed_in_before_the_choice(client, family):
    client.post("/sign-in", data=SIGN_IN)

    assert client.get("/account").status_code == 302
    assert fresh(family[0]).last_sign_in_at is None


def test_a_password_of_ones_own_asks_nothing(client, family):
    with transaction():
        son = db.session.get_one(Account, family[1].id)
        operations.change_password(son, old=PASSWORD, new="another-horse-8")

    client.post("/sign-in", data=SIGN_IN | {"password": "another-horse-8"})

    assert "钱儿子" in client.get("/account").text


def test_a_password_changed_to_that_of_the_father_asks_too(client, family):
    with transaction():
        son = db.session.get_one(Account, family[1].id)
        operations.change_password(son, old=PASSWORD, new="another-horse-8")
        operations.change_password(son, old="another-horse-8", new=PASSWORD)

    client.post("/sign-in", data=SIGN_IN)
    choose(client, family[1])

    assert "钱儿子" in client.get("/account").text


def test_an_account_that_does_not_fit_cannot_be_chosen(client, family):
    stranger = make_account(phone="13800000999", name="外人")
    client.post("/sign-in", data=SIGN_IN)

    answer = choose(client, stranger)

    assert answer.status_code == 422
    assert client.get("/account").status_code == 302


def test_without_a_password_there_is_nothing_to_choose(client, family):
    answer = choose(client, family[0])

    assert answer.location == "/sign-in"
    assert client.get("/account").status_code == 302


def test_the_choice_ends_after_five_minutes(client, family):
    with time_machine.travel(time.time(), tick=False) as traveller:
        client.post("/sign-in", data=SIGN_IN)
        traveller.shift(5 * 60 + 1)

        assert choose(client, family[0]).location == "/sign-in"


def test_the_choice_ends_when_a_password_changes(client, family):
    client.post("/sign-in", data=SIGN_IN)
    with transaction():
        father = db.session.get_one(Account, family[0].id)
        operations.change_password(father, old=PASSWORD, new="another-horse-8")

    assert choose(client, family[0]).location == "/sign-in"


def test_one_person_in_two_roles_is_asked_in_which(client):
    make_account(phone=PHONE, name="王经理")
    firm = make_account(phone=PHONE, name="王经理", role=Role.EMPLOYER)

    asked = client.post("/sign-in", data=SIGN_IN)
    page = client.get(asked.location).text
    choose(client, firm)

    assert re.findall(r"\*经理（(.+?)）", page) == ["退役军人", "用人单位"]
    assert fresh(firm).last_sign_in_at is not None


def test_the_page_asked_for_follows_the_choice(client, family):
    asked = client.post("/sign-in?next=/me/data", data=SIGN_IN)

    answer = client.post(asked.location, data={"account": str(family[0].id)})

    assert answer.location == "/me/data"


@pytest.mark.parametrize("typed", [str, str.upper, lambda code: code.replace("-", " ").upper()])
def test_a_one_time_password_is_understood_however_it_is_typed(client, typed):
    account, one_time = make_account(phone=PHONE), operations.new_one_time_password()
    with transaction():
        operations.reset_password(db.session.get_one(Account, account.id), new=one_time)
    new = {"old": typed(one_time), "password": "long-march-9", "again": "long-march-9"}

    entered = client.post("/sign-in", data=SIGN_IN | {"password": typed(one_time)})
    changed = client.post("/account/password", data=new)

    assert entered.location == "/account/password"
    assert changed.location == "/sign-in"


def test_a_password_of_ones_own_is_compared_as_typed(client):
    account = make_account(phone=PHONE)
    with transaction():
        row = db.session.get_one(Account, account.id)
        operations.change_password(row, old=PASSWORD, new="wxyk-hfme-pr79")

    assert client.post("/sign-in", data=SIGN_IN | {"password": "WXYK-HFME-PR79"}).status_code == 422


def test_being_asked_is_recorded(client, family):
    client.post("/sign-in", data=SIGN_IN)

    db.session.rollback()
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "account.ask_who"))
    assert len(events.all()) == 3


def test_two_writings_of_one_name_make_one_account(client):
    person = {"phone": PHONE, "password": "long-march-9", "consent": "y"}
    for name in ("买买提·艾合买提", "买买提•艾合买提", "买买提 .艾合买提", "买买提·艾合\u200b买提"):
        client.post("/register", data=person | {"name": name})

    db.session.rollback()
    assert [one.name for one in db.session.scalars(select(Account))] == ["买买提·艾合买提"]


@pytest.mark.parametrize("is_known", [True, False])
def test_the_answer_to_a_registration_is_true_and_the_same_for_all(client, is_known):
    if is_known:
        make_account(phone=PHONE, name="王小壮")
    person = {"name": "王小壮", "phone": PHONE, "password": "long-march-9", "consent": "y"}

    answer = client.post("/register", data=person, follow_redirects=True)

    assert "以前没有登记过的，现在登记好了" in answer.text
    assert "以前登记过的，资料和密码都没有变" in answer.text
