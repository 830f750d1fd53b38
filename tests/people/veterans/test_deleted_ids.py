"""Ids of deleted people are given to nobody else: what still names them finds no one."""

from sqlalchemy import func, select

from core.access import Role
from core.db import db
from people.accounts.models import Account
from people.veterans.models import Veteran
from tests.people.accounts.world import PASSWORD, make_account
from tests.people.veterans.world import make_veteran


def newest() -> tuple[int | None, int | None]:
    db.session.rollback()
    return db.session.scalar(select(func.max(Account.id))), db.session.scalar(
        select(func.max(Veteran.id))
    )


def registered(name: str, phone: str) -> Account:
    account = make_account(name=name, phone=phone)
    make_veteran(account=account, name=name, phone=phone)
    return account


def test_who_registers_next_is_not_taken_for_a_deleted_person(sign_in):
    """The officer looked at the first person; the second must not read that it was they."""
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任", phone="13900000009"))
    first = sign_in(registered("张三", "13900000001"))
    deleted = newest()
    assert officer.get(f"/veterans/{deleted[1]}").status_code == 200
    assert "陈主任" in first.get("/me/data").text
    first.post("/me/data/delete", data={"password_again": PASSWORD})
    assert newest() < deleted or newest()[1] is None

    second = sign_in(registered("李四", "13900000002"))

    assert newest()[0] > deleted[0]
    assert newest()[1] > deleted[1]
    assert "陈主任" not in second.get("/me/data").text
