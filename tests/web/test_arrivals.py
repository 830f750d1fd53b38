"""新接收“一件事”: a checklist each, late ones marked, a count whose list is as long."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db
from core.sheets import Column, Kind, write_sheet
from people.arrivals import queries
from people.arrivals.checklist import item_templates
from people.arrivals.models import Arrival, ArrivalItem, ItemStatus
from tests.support.factories import CHANGFEN, fresh, make_account, make_veteran

TODAY = clock.today()
APPROVED = TODAY - timedelta(days=40)
IDENTITY = "340321190001010013"


@pytest.fixture
def chen(app):
    return make_account(role=Role.OFFICER, name="陈主任")


@pytest.fixture
def officer(sign_in, chen):
    return sign_in(chen)


def receive(officer, veteran) -> Arrival:
    data = {"approved_on": APPROVED.isoformat()}
    answer = officer.post(f"/veterans/{veteran.id}/arrival", data=data)
    assert answer.status_code == 302, answer.text
    db.session.rollback()
    return db.session.scalars(select(Arrival).where(Arrival.veteran_id == veteran.id)).one()


def items(arrival) -> list[ArrivalItem]:
    db.session.rollback()
    query = select(ArrivalItem).where(ArrivalItem.arrival_id == arrival.id)
    return list(db.session.scalars(query.order_by(ArrivalItem.position)))


def test_who_is_received_gets_the_whole_list_with_owners_and_days(officer):
    arrival = receive(officer, make_veteran(name="王新兵"))

    assert arrival.report_due_on == APPROVED + timedelta(days=30)
    assert [one.key for one in items(arrival)] == [one.key for one in item_templates()]
    page = officer.get(f"/arrivals/{arrival.id}").text
    assert "逾期" in page
    assert "公安派出所" in page
    assert "逾期没报到" in officer.get(f"/arrivals?year={APPROVED.year}").text


def test_person_is_received_once(officer):
    veteran = make_veteran()
    arrival = receive(officer, veteran)

    again = officer.post(f"/veterans/{veteran.id}/arrival", data={"approved_on": "2026-01-01"})

    assert again.location == f"/arrivals/{arrival.id}"


def test_the_years_count_is_who_has_done_all_that_is_required(officer, chen):
    done, half = receive(officer, make_veteran(name="办完的")), receive(officer, make_veteran())
    for one in items(done):
        if one.is_required:
            officer.post(f"/arrivals/items/{one.id}", data={"status": "DONE"})
    officer.post(f"/arrivals/items/{items(half)[0].id}", data={"status": "DONE"})

    db.session.rollback()
    year = APPROVED.year
    assert queries.count_arrivals(chen, year, done=True) == 1
    assert queries.count_arrivals(chen, year, done=False) == 1
    listed = officer.get(f"/arrivals?year={year}&done=1").text
    assert listed.count('<th scope="row"') == 1
    assert "办完的" in listed
    assert fresh(done).reported_on == TODAY


def test_a_required_item_is_not_skipped_without_a_reason_and_may_be_reopened(officer):
    one = items(receive(officer, make_veteran()))[1]

    bare = officer.post(f"/arrivals/items/{one.id}", data={"status": "NOT_NEEDED"})
    officer.post(f"/arrivals/items/{one.id}", data={"status": "NOT_NEEDED", "note": "户口没有迁走"})
    skipped = fresh(one).status
    officer.post(f"/arrivals/items/{one.id}", data={"status": "OPEN"})

    assert bare.status_code == 409
    assert skipped is ItemStatus.NOT_NEEDED
    assert fresh(one).done_on is None


def upload(officer, rows, headings=("姓名", "身份证号", "批准退役日期")):
    columns = [Column(heading, kind=Kind.ID) for heading in headings]
    body = write_sheet(columns, rows, title="接收")
    return officer.post(
        "/arrivals/import",
        data={"file": (BytesIO(body), "接收.xlsx")},
        content_type="multipart/form-data",
    )


def test_a_sheet_receives_who_it_names_and_gives_the_others_back_by_line(officer):
    make_veteran(name="张三", id_number=IDENTITY)
    make_veteran(name="李四")
    make_veteran(name="同名")
    make_veteran(name="同名")
    rows = [
        ("张三", IDENTITY, "2026-09-01"),
        ("李四", "", "2026年9月1日"),
        ("同名", "", "2026-09-01"),
        ("没登记", "", "2026-09-01"),
        ("李四", "", "去年"),
        ("张三", "34032119000101001X", "2026-09-01"),
    ]

    answer = upload(officer, rows)
    again = upload(officer, rows)

    assert "接收了 2 人，4 行没有接收" in answer.text
    assert "第 4 行 同名：有同名的人" in answer.text
    assert "第 5 行 没登记：没有登记过这个人" in answer.text
    assert "第 6 行 李四：“去年”不是日期" in answer.text
    assert "接收了 0 人" in again.text
    db.session.rollback()
    assert db.session.scalar(select(func.count(Arrival.id))) == 2


def test_a_sheet_without_its_columns_shows_which(officer):
    answer = upload(officer, [("张三", "x")], headings=("姓名", "批准退役日期"))

    assert answer.status_code == 422
    assert "表里缺这几列：身份证号" in answer.text


def test_a_clerk_receives_and_sees_the_own_township(sign_in, officer):
    stranger = receive(officer, make_veteran(name="外乡人", township_code=CHANGFEN))
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))

    assert clerk.get(f"/arrivals/{stranger.id}").status_code == 404
    assert "外乡人" not in clerk.get(f"/arrivals?year={APPROVED.year}").text


def test_a_veteran_sees_the_own_list(sign_in, officer):
    account = make_account(name="王新兵")
    veteran = make_veteran(account=account)
    browser = sign_in(account)
    empty = browser.get("/me/arrival").text
    receive(officer, veteran)

    page = browser.get("/me/arrival").text

    assert "还没有登记接收" in empty
    assert "恢复户口登记" in page
    assert browser.get("/me/data/export").json["接收时要办的事"][0]["结果"] == "未办"
    sheet = officer.get(f"/arrivals/{APPROVED.year}/sheet.xlsx")
    assert sheet.data.startswith(b"PK")
