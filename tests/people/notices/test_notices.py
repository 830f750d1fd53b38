"""The inbox: notices are opened once, lead to what they are about, and are no one else's."""

import pytest
from sqlalchemy import select

from core.access import Role
from core.db import db, transaction
from people.notices.models import Audience, Notice
from people.notices.operations import Message, Recipient, notify
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh


@pytest.fixture
def officer(app):
    return make_account(role=Role.OFFICER, name="陈主任")


def a_notice(account, key: str = "k", **more) -> Notice:
    with transaction(audited=False):
        notify(
            Recipient(Audience.ACCOUNT, account.id), Message(key, "x", "有新任务", "请看", **more)
        )
    return db.session.scalars(select(Notice).where(Notice.key == key)).one()


def test_a_notice_is_marked_as_read_and_leads_to_what_it_is_about(officer, sign_in):
    veteran = make_veteran()
    notice = a_notice(officer, endpoint="veterans.detail", target_id=veteran.id)
    browser = sign_in(officer)

    opened = browser.post(f"/notices/{notice.id}/open")

    assert opened.location == f"/veterans/{veteran.id}"
    assert fresh(notice).read_at is not None


@pytest.mark.parametrize("endpoint", ["", "gone.page"])
def test_a_notice_without_a_page_leads_back_to_the_inbox(officer, sign_in, endpoint):
    notice = a_notice(officer, endpoint=endpoint)

    assert sign_in(officer).post(f"/notices/{notice.id}/open").location == "/notices"


def test_all_notices_are_marked_as_read(officer, sign_in):
    mine, other = a_notice(officer), a_notice(make_account(role=Role.CLERK, name="周站长"), "o")
    browser = sign_in(officer)

    answer = browser.post("/notices/read", follow_redirects=True)

    assert "都标成已读了。" in answer.text
    assert fresh(mine).read_at is not None
    assert fresh(other).read_at is None


def test_the_notice_of_another_account_is_not_found(officer, sign_in):
    notice = a_notice(make_account(role=Role.CLERK, name="周站长"))

    assert sign_in(officer).post(f"/notices/{notice.id}/open").status_code == 404
    assert fresh(notice).read_at is None


def test_an_account_without_a_profile_has_an_empty_inbox(sign_in):
    browser = sign_in(make_account())

    assert "还没有消息" in browser.get("/notices").text
    assert browser.post("/notices/read").status_code == 302
