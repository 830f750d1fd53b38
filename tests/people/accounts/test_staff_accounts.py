"""Staff accounts: create, deactivate, reset, and the audit log that names what was done."""

import pytest
from sqlalchemy import func, select

from core.access import Role
from core.db import db
from people.accounts.models import Account
from tests.people.accounts.world import make_account
from tests.people.divisions.world import LIUCHENG
from tests.support.rows import fresh

PERSON = {"name": "赵站长", "phone": "138 0000 1111", "role": "CLERK", "division_code": LIUCHENG}
SELF_REFUSED = "不能停用自己的账号。"


@pytest.fixture
def account(app):
    return make_account(role=Role.ADMIN, name="管理员")


@pytest.fixture
def admin(account, sign_in):
    return sign_in(account)


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Account)) or 0


def test_a_new_account_gets_a_one_time_password_shown_once(admin):
    answer = admin.post("/staff/new", data=PERSON)

    created = db.session.scalars(select(Account).where(Account.name == "赵站长")).one()
    assert answer.status_code == 200
    assert "赵站长 的账号可以用了" in answer.text
    assert (created.phone, created.division_code) == ("13800001111", LIUCHENG)
    assert created.must_change_password


def test_all_faults_of_a_new_account_come_in_one_round(admin):
    faulty = {"name": "赵" * 41, "phone": "12345", "role": "OFFICER", "division_code": LIUCHENG}

    answer = admin.post("/staff/new", data=faulty)

    assert answer.status_code == 422
    assert "有 3 处要改" in answer.text
    for sentence in ("最多 40 字。", "请填 11 位手机号，以 1 开头。", "其他人不选。"):
        assert sentence in answer.text
    assert f'value="{"赵" * 41}"' in answer.text
    assert count() == 1


def test_a_clerk_without_a_township_is_refused_at_the_field(admin):
    answer = admin.post("/staff/new", data=PERSON | {"division_code": ""})

    assert answer.status_code == 422
    assert '<a href="#division_code">服务站工作人员要选所在乡镇，其他人不选。</a>' in answer.text


def test_an_administrator_cannot_deactivate_the_own_account(admin, account):
    answer = admin.post(f"/staff/{account.id}/active", data={"active": "0"})

    assert answer.status_code == 422
    assert SELF_REFUSED in answer.text
    assert "工作人员账号" in answer.text
    assert fresh(account).is_active


def test_a_button_without_its_answer_changes_nothing(admin):
    clerk = make_account(role=Role.CLERK, name="赵站长")

    answer = admin.post(f"/staff/{clerk.id}/active")

    assert answer.status_code == 422
    assert "请选恢复还是停用。" in answer.text
    assert fresh(clerk).is_active


def test_an_account_is_deactivated_and_reactivated(admin):
    clerk = make_account(role=Role.CLERK, name="赵站长")

    admin.post(f"/staff/{clerk.id}/active", data={"active": "0"})
    is_active_then = fresh(clerk).is_active
    answer = admin.post(f"/staff/{clerk.id}/active", data={"active": "1"}, follow_redirects=True)

    assert is_active_then is False
    assert "已恢复使用。" in answer.text
    assert fresh(clerk).is_active


def test_a_reset_password_works_once_and_must_be_changed(admin, client):
    officer = make_account(role=Role.OFFICER, name="陈主任")

    answer = admin.post(f"/staff/{officer.id}/reset")

    assert answer.status_code == 200
    assert "陈主任 的账号可以用了" in answer.text
    assert fresh(officer).must_change_password


def test_only_staff_accounts_are_managed(admin):
    veteran = make_account()

    assert admin.post(f"/staff/{veteran.id}/reset").status_code == 404
    assert admin.post(f"/staff/{veteran.id}/active", data={"active": "0"}).status_code == 404


def test_the_command_prints_every_refusal(app):
    options = ["--role", "clerk", "--name", "赵" * 41, "--phone", "12345"]

    result = app.test_cli_runner().invoke(args=["staff", "create", *options])

    assert result.exit_code == 1
    for sentence in ("最多 40 字。", "请填 11 位手机号", "要选所在乡镇"):
        assert sentence in result.output
    assert count() == 0
