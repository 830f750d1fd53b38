"""新接收“一件事”: a veteran is received, items are recorded one by one, who sees what."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db
from people.arrivals import queries
from people.arrivals.checklist import checklist_of
from people.arrivals.models import Arrival, ArrivalItem, ItemStatus, ModeGroup
from people.arrivals.queries import Ask, Part
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.support.counting import words_of
from tests.support.rows import fresh

TODAY = clock.today()
APPROVED = TODAY - timedelta(days=40)


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


def test_an_arrival_has_the_whole_checklist_with_departments_and_days(officer):
    arrival = receive(officer, make_veteran(name="王新兵"))

    assert arrival.report_due_on == APPROVED + timedelta(days=30)
    wanted = [one.key for one in checklist_of(ModeGroup.UNKNOWN)]
    assert [one.key for one in items(arrival)] == wanted
    page = officer.get(f"/arrivals/{arrival.id}").text
    assert "逾期" in page
    assert "公安派出所" in page
    assert "逾10天" in officer.get(f"/arrivals?year={APPROVED.year}").text


def test_a_veteran_is_received_once(officer):
    veteran = make_veteran()
    arrival = receive(officer, veteran)

    again = officer.post(f"/veterans/{veteran.id}/arrival", data={"approved_on": "2026-01-01"})

    assert again.location == f"/arrivals/{arrival.id}"


def test_an_arrival_is_complete_once_its_required_items_are_done(officer, chen):
    done, half = receive(officer, make_veteran(name="办完的")), receive(officer, make_veteran())
    for one in items(done):
        if one.is_required:
            officer.post(f"/arrivals/items/{one.id}", data={"status": "DONE"})
    officer.post(f"/arrivals/items/{items(half)[0].id}", data={"status": "DONE"})

    db.session.rollback()
    year = APPROVED.year
    assert queries.count_arrivals(chen, Ask(year, part=Part.DONE)) == 1
    assert queries.count_arrivals(chen, Ask(year, part=Part.OPEN)) == 1
    listed = officer.get(f"/arrivals?year={year}&part=DONE").text
    assert listed.count('data-row="rows"') == 1
    assert "办完的" in listed
    assert fresh(done).reported_on == TODAY


def test_the_list_shows_how_many_items_are_done(officer):
    arrival = receive(officer, make_veteran())
    rows = items(arrival)
    officer.post(f"/arrivals/items/{rows[0].id}", data={"status": "DONE"})

    listed = officer.get(f"/arrivals?year={APPROVED.year}").text
    assert f"1/{len(rows)}" in words_of(listed)


def test_a_required_item_needs_a_reason_to_be_skipped_and_may_be_reopened(officer):
    one = items(receive(officer, make_veteran()))[1]

    bare = officer.post(f"/arrivals/items/{one.id}", data={"status": "NOT_NEEDED"})
    officer.post(f"/arrivals/items/{one.id}", data={"status": "NOT_NEEDED", "note": "户口没有迁走"})
    skipped = fresh(one).status
    officer.post(f"/arrivals/items/{one.id}", data={"status": "OPEN"})

    assert bare.status_code == 422
    assert "必办的事项写“不需要办”，要写明理由。" in bare.text
    assert '<a href="#note">' in bare.text
    assert skipped is ItemStatus.NOT_NEEDED
    assert fresh(one).done_on is None


def test_a_clerk_sees_the_arrivals_of_their_township(sign_in, officer):
    stranger = receive(officer, make_veteran(name="外乡人", township_code=CHANGFEN))
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))

    assert clerk.get(f"/arrivals/{stranger.id}").status_code == 404
    assert "外乡人" not in clerk.get(f"/arrivals?year={APPROVED.year}").text


def test_veterans_see_their_own_checklist(sign_in, officer):
    account = make_account(name="王新兵")
    veteran = make_veteran(account=account)
    browser = sign_in(account)
    empty = browser.get("/me/arrival").text
    receive(officer, veteran)

    page = browser.get("/me/arrival").text

    assert "还没有登记接收" in empty
    assert "恢复户口登记" in page
    assert browser.get("/me/data/export").json["接收时要办的事"][0]["结果"] == "未办"


def test_the_page_of_an_item_sends_what_the_view_reads(officer):
    arrival = receive(officer, make_veteran())
    page = officer.get(f"/arrivals/items/{items(arrival)[1].id}").text

    for field in ("status", "done_on", "paper_no", "note", "file"):
        assert page.count(f'name="{field}"') == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"status": "", "note": "等派出所"}, "请选结果。"),
        ({"status": "DONE", "note": "长" * 201}, "最多 200 字。"),
    ],
)
def test_a_refused_item_keeps_what_was_typed_and_stays_open(officer, data, message):
    one = items(receive(officer, make_veteran(name="王新兵")))[1]

    answer = officer.post(f"/arrivals/items/{one.id}", data=data)

    assert answer.status_code == 422
    assert message in answer.text
    assert f'value="{data["note"]}"' in answer.text
    assert "王新兵" in answer.text
    assert fresh(one).status is ItemStatus.OPEN


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("", "请填批准退役的日期。"),
        ((TODAY + timedelta(days=1)).isoformat(), "批准退役的日期不能在今天以后。"),
    ],
)
def test_an_arrival_without_a_day_or_in_the_future_is_refused(officer, day, message):
    veteran = make_veteran()

    answer = officer.post(f"/veterans/{veteran.id}/arrival", data={"approved_on": day})

    assert answer.status_code == 422
    assert message in answer.text
    assert db.session.scalar(select(func.count(Arrival.id))) == 0
