"""The telephone list: notices to veterans without an account are passed on by a call."""

import pytest
from sqlalchemy import func, select

from core import paging
from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from people.notices.models import Audience, CallStatus, Notice
from people.notices.operations import Message, Recipient, notify
from people.veterans.models import Veteran
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.support.counting import words_of
from tests.support.rows import fresh


@pytest.fixture
def clerk(sign_in):
    return sign_in(make_account(role=Role.CLERK, name="周站长"))


def call_due_to(veteran) -> Notice:
    """Send a veteran a notice that is to be passed on by telephone."""
    key = f"k{veteran.id}"
    with transaction(audited=False):
        recipient = Recipient(
            Audience.VETERAN, veteran.id, has_account=False, township_code=veteran.township_code
        )
        notify(recipient, Message(key, "x", "单位约您面试", "明天九点。"))
    return db.session.scalars(select(Notice).where(Notice.key == key)).one()


def test_a_veteran_stays_on_the_list_until_a_call_reaches_them(clerk):
    near, far = make_veteran(name="李大山"), make_veteran(name="外乡人", township_code=CHANGFEN)
    notice = call_due_to(near)
    call_due_to(far)

    page = clerk.get("/calls").text
    clerk.post(f"/calls/{notice.id}", data={"was_reached": "0"})
    still = clerk.get("/calls").text
    clerk.post(f"/calls/{notice.id}", data={"was_reached": "1"})

    assert "李大山" in page
    assert "外乡人" not in page
    assert near.phone not in page
    assert "上次没打通" in still
    assert fresh(notice).call is CallStatus.DONE
    assert "没有要打的电话" in clerk.get("/calls").text


@pytest.mark.parametrize("data", [{}, {"was_reached": "也许"}])
def test_a_call_without_a_result_is_not_recorded(clerk, data):
    notice = call_due_to(make_veteran(name="李大山"))

    answer = clerk.post(f"/calls/{notice.id}", data=data)

    assert answer.status_code == 422
    assert "请选打通没有。" in answer.text
    assert "李大山" in answer.text
    assert fresh(notice).call is CallStatus.DUE


def test_a_veteran_who_moved_is_called_by_the_new_township(clerk):
    veteran = make_veteran(name="李大山", township_code=CHANGFEN)
    notice = call_due_to(veteran)
    before = clerk.get("/calls").text
    with transaction(audited=False):
        db.session.get_one(Veteran, veteran.id).township_code = "340321100"

    after = clerk.get("/calls").text

    assert "李大山" not in before
    assert "李大山" in after
    assert "李大山" in clerk.post("/calls/sheet").text
    assert clerk.post(f"/calls/{notice.id}", data={"was_reached": "1"}).status_code == 302


def test_the_printed_list_has_whole_numbers_and_each_look_is_recorded(clerk):
    veteran = make_veteran(name="李大山")
    call_due_to(veteran)

    sheet = clerk.post("/calls/sheet")

    assert veteran.phone in sheet.text
    assert "明天九点。" in sheet.text
    db.session.rollback()
    looks = select(func.count()).where(
        AuditEvent.action == "veteran.reveal", AuditEvent.subject_id == veteran.id
    )
    assert db.session.scalar(looks) == 1


def test_a_printed_list_shows_how_many_calls_it_leaves_out(clerk, monkeypatch):
    for number in range(3):
        call_due_to(make_veteran(name=f"老兵{number}"))
    whole = clerk.post("/calls/sheet").text
    monkeypatch.setattr(paging, "MOST_PRINTED", 2)

    cut = clerk.post("/calls/sheet").text

    assert "共 3 件。" in words_of(whole)
    assert "共 3 件，只印了前 2 件。" in words_of(cut)
    assert "老兵2" not in cut


def test_printing_an_empty_list_shows_the_page_with_the_reason(clerk):
    answer = clerk.post("/calls/sheet")

    assert answer.status_code == 422
    assert "没有要打的电话。" in answer.text
