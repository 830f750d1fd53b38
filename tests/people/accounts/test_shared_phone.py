"""A phone has at most five accounts, whoever registers them and however many at once."""

import pytest
from sqlalchemy import func, select, text

from core import clock
from core.access import Role
from core.db import db, transaction
from core.errors import DomainError
from people.accounts import operations
from people.accounts.models import Account
from tests.jobs.employers.world import FIRM, FIRM_PASSWORDS
from tests.people.accounts.world import PASSWORD, make_account
from tests.people.veterans.world import PERSON
from tests.support.starting_line import together

PHONE = PERSON["phone"]
FULL = "这个手机号已经有 5 个账号，不能再加。请换一个手机号，或带身份证到服务站办。"


def fill(number: int = 5) -> None:
    for each in range(number):
        make_account(phone=PHONE, name=f"第{each}位")


def accounts() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Account)) or 0


def test_a_sixth_registration_is_refused_in_plain_words(client):
    fill()

    answer = client.post("/register", data=PERSON)

    assert answer.status_code == 422
    assert FULL in answer.text
    assert accounts() == 5


def test_an_employer_is_refused_as_sixth_too(client):
    fill()

    answer = client.post(
        "/employers/register", data=FIRM | FIRM_PASSWORDS | {"contact_phone": PHONE}
    )

    assert answer.status_code == 422
    assert FULL in answer.text
    assert accounts() == 5


def test_a_member_of_staff_is_refused_as_sixth_too(sign_in):
    fill()
    admin = sign_in(make_account(role=Role.ADMIN, name="管理员"))

    answer = admin.post("/staff/new", data={"name": "陈主任", "phone": PHONE, "role": "OFFICER"})

    assert answer.status_code == 422
    assert FULL in answer.text


def test_who_is_registered_gets_the_usual_answer_on_a_full_phone(client):
    fill()

    answer = client.post("/register", data=PERSON | {"name": "第3位"}, follow_redirects=True)

    assert "现在登记好了" in answer.text
    assert accounts() == 5


def test_a_deactivated_account_makes_room_and_comes_back_only_into_room(client, sign_in):
    fill(4)
    officer = make_account(role=Role.OFFICER, phone=PHONE, name="陈主任")
    admin = sign_in(make_account(role=Role.ADMIN, name="管理员"))
    admin.post(f"/staff/{officer.id}/active", data={"active": "0"})

    assert client.post("/register", data=PERSON).status_code == 302
    answer = admin.post(f"/staff/{officer.id}/active", data={"active": "1"})

    assert answer.status_code == 422
    assert FULL in answer.text


def test_the_bureau_may_allow_fewer(client, sign_in):
    fill(2)
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    fewer = {"value": "2", "valid_from": clock.today().isoformat(), "source": "局务会"}
    officer.post("/parameters/accounts_a_phone", data=fewer)

    answer = client.post("/register", data=PERSON)

    assert "这个手机号已经有 2 个账号，不能再加。" in answer.text


def test_of_seven_stored_accounts_the_oldest_five_are_compared(client):
    fill(7)  # stored before there was a limit
    db.session.rollback()
    newest, oldest = (
        db.session.scalars(select(Account).order_by(order)).first()
        for order in (Account.id.desc(), Account.id)
    )
    newest.password_hash = operations.hasher.hash("the-newest-river-4")
    oldest.password_hash = operations.hasher.hash("the-oldest-river-4")
    db.session.commit()

    answers = [
        client.post("/sign-in", data={"phone": PHONE, "password": password}).status_code
        for password in ("the-newest-river-4", "the-oldest-river-4")
    ]

    assert answers == [422, 302]


def register_together(app) -> None:
    fill(4)
    refused = []

    def register(thread: int) -> None:
        try:
            with transaction():
                operations.create_account(
                    role=Role.VETERAN, name=f"同时{thread}", phone=PHONE, password=PASSWORD
                )
        except DomainError as error:
            refused.append(error.message)

    assert together(app, register) == []
    assert set(refused) <= {FULL}


@pytest.mark.race
def test_eight_that_register_at_once_find_one_place(app):
    register_together(app)

    assert accounts() == 5


@pytest.mark.race
def test_without_a_turn_of_their_own_several_find_the_same_place(app, monkeypatch):
    """The control: the guard is what makes the count hold."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time anyway")
    monkeypatch.setattr(operations, "one_at_a_time", lambda _name: None)
    real = operations.accounts_by_phone

    def slow(phone):
        found = real(phone)
        db.session.execute(text("SELECT pg_sleep(0.1)"))
        return found

    monkeypatch.setattr(operations, "accounts_by_phone", slow)
    register_together(app)

    assert accounts() > 5
