"""Who registered by themselves and named no township is taken in at the station they come to."""

import pytest
from sqlalchemy import select

from core.access import Role
from core.audit import AuditEvent
from core.db import db
from people.notices.models import Notice
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN, LIUCHENG
from tests.people.veterans.world import AT_THE_DESK, make_veteran
from tests.support.rows import fresh

NAME, PHONE = AT_THE_DESK["name"], AT_THE_DESK["phone"]
COMES = {"name": NAME, "phone": "+86 139-1234-5678", "township_code": LIUCHENG, "paper": "ID_CARD"}


@pytest.fixture
def clerk(sign_in):
    return sign_in(make_account(role=Role.CLERK, name="赵站长"))


def alone(**more):
    account = make_account(name=NAME, phone=PHONE)
    return make_veteran(account=account, name=NAME, phone=PHONE, **{"township_code": None} | more)


def test_a_person_without_a_township_is_taken_in_with_a_paper(clerk):
    veteran = alone()
    before = clerk.get(f"/veterans/{veteran.id}/correct").status_code
    missing = clerk.post("/veterans/search", data={"words": PHONE}).text

    answer = clerk.post("/veterans/take-in", data=COMES)

    assert before == 404
    assert "收到本乡镇" in missing
    assert answer.location == f"/veterans/{veteran.id}"
    assert fresh(veteran).township_code == LIUCHENG
    assert clerk.get(f"/veterans/{veteran.id}/correct").status_code == 200
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "veteran.take_in")
    ).one()
    assert event.subject_id == veteran.id
    notice = db.session.scalars(select(Notice).where(Notice.audience_id == veteran.id)).one()
    assert "身份证原件" in notice.body
    assert "榴城镇" in notice.body


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": "李大河"}, "没有用这个姓名和手机号登记过的人"),
        ({"phone": "13912345679"}, "没有用这个姓名和手机号登记过的人"),
        ({"paper": ""}, "请选看了什么证件。"),
    ],
)
def test_who_is_not_known_by_name_phone_and_paper_is_not_taken_in(clerk, change, sentence):
    veteran = alone()

    answer = clerk.post("/veterans/take-in", data=COMES | change)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert fresh(veteran).township_code is None


@pytest.mark.parametrize(
    ("township", "sentence"),
    [(LIUCHENG, "这位已经在本乡镇的名单里"), (CHANGFEN, "这位登记在别的乡镇")],
)
def test_who_has_a_township_stays_there(clerk, township, sentence):
    veteran = alone(township_code=township)

    answer = clerk.post("/veterans/take-in", data=COMES)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert fresh(veteran).township_code == township


def test_an_officer_learns_that_the_person_is_elsewhere(sign_in):
    alone(township_code=CHANGFEN)

    answer = sign_in(make_account(role=Role.OFFICER)).post("/veterans/take-in", data=COMES)

    assert answer.status_code == 422
    assert "这位登记在别的乡镇" in answer.text


def test_a_clerk_takes_in_only_to_the_own_township(clerk):
    veteran = alone()

    answer = clerk.post("/veterans/take-in", data=COMES | {"township_code": CHANGFEN})

    assert answer.status_code == 422
    assert fresh(veteran).township_code is None


@pytest.mark.parametrize(
    ("township", "sentence"),
    [
        (None, "还没填乡镇。看过证件，请在名单页点“收到本乡镇”。"),
        (CHANGFEN, "登记在别的乡镇。"),
        (LIUCHENG, "请在名单里查找。"),
    ],
)
def test_registering_a_known_person_names_where_they_are(clerk, township, sentence):
    alone(township_code=township)

    answer = clerk.post("/veterans/new", data=AT_THE_DESK)

    assert answer.status_code == 422
    assert sentence in answer.text
