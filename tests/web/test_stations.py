"""Looking after people: contacts, next steps, caseload, calls; stations, staff, tasks."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from people.accounts.models import Account
from people.notices.models import Audience, CallStatus, Notice
from people.notices.operations import Message, Recipient, notify
from people.stations import operations, queries
from people.stations.models import (
    Channel,
    Contact,
    Employment,
    NextAction,
    Station,
    StationLevel,
    StationStaff,
    StationTask,
)
from people.veterans.models import EmploymentStatus
from tests.support.factories import (
    CHANGFEN,
    LIUCHENG,
    fresh,
    make_account,
    make_veteran,
    save,
)
from tests.support.queries import count_queries

TODAY = clock.today()
SOON = (TODAY + timedelta(days=7)).isoformat()


@pytest.fixture
def zhou(app):
    return make_account(role=Role.CLERK, name="周站长")


@pytest.fixture
def clerk(sign_in, zhou):
    return sign_in(zhou)


@pytest.fixture
def chen(app):
    return make_account(role=Role.OFFICER, name="陈主任")


@pytest.fixture
def officer(sign_in, chen):
    return sign_in(chen)


def count(model, *conditions) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def contact(veteran, by, days_ago: int, **more) -> Contact:
    return save(
        Contact(
            veteran_id=veteran.id,
            by_id=by.id,
            channel=Channel.CALL,
            happened_at=clock.now() - timedelta(days=days_ago),
            **more,
        )
    )


def test_a_contact_is_added_and_its_words_are_sealed(clerk):
    veteran = make_veteran(name="李大山")

    clerk.post(
        f"/veterans/{veteran.id}/contacts",
        data={"channel": "CALL", "was_reached": "y", "note": "想去县城开车"},
    )

    db.session.rollback()
    row = db.session.scalars(select(Contact)).one()
    assert row.note == "想去县城开车"
    assert "县城" not in row.note_sealed
    assert "想去县城开车" in clerk.get(f"/veterans/{veteran.id}/contacts").text


@pytest.mark.parametrize("note", ["打 13812345678 找他", "他是73021部队的"])
def test_numbers_and_designations_are_refused_in_notes(clerk, note):
    veteran = make_veteran()

    answer = clerk.post(f"/veterans/{veteran.id}/contacts", data={"channel": "CALL", "note": note})

    assert answer.status_code == 422
    assert note in answer.text
    assert count(Contact) == 0


def test_a_person_has_one_open_action_and_the_one_before_is_kept(clerk, zhou):
    veteran = make_veteran()
    for words in ("推荐保安岗位", "陪同面试"):
        clerk.post(
            f"/veterans/{veteran.id}/next-action",
            data={"action": words, "due_on": SOON, "owner": str(zhou.id)},
        )

    db.session.rollback()
    actions = list(db.session.scalars(select(NextAction).order_by(NextAction.id)))
    assert [action.done_on is None for action in actions] == [False, True]
    clerk.post(f"/veterans/{veteran.id}/next-action/finish", data={"result": "面试通过"})
    assert count(NextAction, NextAction.done_on.is_(None)) == 0


def test_a_action_in_the_past_or_for_a_stranger_is_refused(clerk, zhou):
    veteran = make_veteran()
    stranger = make_account(role=Role.CLERK, name="孙站长", division_code=CHANGFEN)
    past = (TODAY - timedelta(days=1)).isoformat()

    late = clerk.post(
        f"/veterans/{veteran.id}/next-action",
        data={"action": "打电话", "due_on": past, "owner": str(zhou.id)},
    )
    foreign = clerk.post(
        f"/veterans/{veteran.id}/next-action",
        data={"action": "打电话", "due_on": SOON, "owner": str(stranger.id)},
    )

    assert (late.status_code, foreign.status_code) == (422, 422)
    assert count(NextAction) == 0


def test_the_caseload_is_who_has_no_work_longest_first_and_of_the_own_township(clerk, zhou):
    old = make_veteran(name="退役久的", retired_on=TODAY - timedelta(days=900))
    make_veteran(name="刚退役的", retired_on=TODAY - timedelta(days=30))
    make_veteran(name="有工作的", employment_status=EmploymentStatus.EMPLOYED)
    make_veteran(name="外乡人", township_code=CHANGFEN)
    contact(old, zhou, 10)

    page = clerk.get("/caseload").text

    assert page.index("退役久的") < page.index("刚退役的")
    assert "有工作的" not in page
    assert "外乡人" not in page
    assert "900 天" in page


def test_filters_find_who_nobody_spoke_to_and_what_is_overdue(clerk, zhou):
    silent = make_veteran(name="九十天没联系")
    spoken = make_veteran(name="昨天联系过")
    missed = make_veteran(name="没联系上的")
    contact(silent, zhou, 91)
    contact(spoken, zhou, 1)
    contact(missed, zhou, 1, was_reached=False)
    save(
        NextAction(
            veteran_id=spoken.id,
            action="推荐",
            due_on=TODAY - timedelta(days=1),
            owner_id=zhou.id,
        )
    )

    quiet = clerk.get("/caseload?silent=1").text
    overdue = clerk.get("/caseload?overdue=1").text
    stepless = clerk.get("/caseload?nostep=1").text

    assert "九十天没联系" in quiet
    assert "没联系上的" in quiet
    assert "昨天联系过" not in quiet
    assert "昨天联系过" in overdue
    assert "九十天没联系" not in overdue
    assert "昨天联系过" not in stepless


def test_the_list_costs_the_same_however_long_it_is(officer):
    def cost() -> int:
        with count_queries() as counted:
            officer.get("/caseload")
        return counted.total

    make_veteran()
    few = cost()
    for number in range(15):
        make_veteran(name=f"老兵{number}")

    assert cost() <= few


def test_the_list_leaves_on_paper_without_numbers_and_as_a_sheet_on_record(officer):
    veteran = make_veteran(name="李大山")

    paper = officer.get("/caseload/print").text
    sheet = officer.post("/caseload/export")

    assert "李大山" in paper
    assert veteran.phone not in paper
    assert veteran.phone.encode() not in sheet.data
    db.session.rollback()
    actions = list(db.session.scalars(select(AuditEvent.action)))
    assert "veteran.export" in actions


def notify_by_phone(veteran) -> None:
    with transaction(audited=False):
        recipient = Recipient(
            Audience.VETERAN, veteran.id, has_account=False, township_code=veteran.township_code
        )
        notify(recipient, Message(f"k{veteran.id}", "x", "单位约您面试", "明天九点。"))


def test_who_reads_no_inbox_is_called_until_reached(clerk):
    near, far = make_veteran(name="李大山"), make_veteran(name="外乡人", township_code=CHANGFEN)
    notify_by_phone(near)
    notify_by_phone(far)

    page = clerk.get("/calls").text
    notice = db.session.scalars(select(Notice).where(Notice.audience_id == near.id)).one()
    clerk.post(f"/calls/{notice.id}", data={"was_reached": "0"})
    still = clerk.get("/calls").text
    clerk.post(f"/calls/{notice.id}", data={"was_reached": "1"})

    assert "李大山" in page
    assert "外乡人" not in page
    assert near.phone not in page
    assert "上次没打通" in still
    assert fresh(notice).call is CallStatus.DONE
    assert "没有要打的电话" in clerk.get("/calls").text


def test_the_printed_calls_hold_whole_numbers_and_each_look_is_kept(clerk):
    veteran = make_veteran(name="李大山")
    notify_by_phone(veteran)

    sheet = clerk.post("/calls/sheet")

    assert veteran.phone in sheet.text
    db.session.rollback()
    looks = select(func.count()).where(
        AuditEvent.action == "veteran.reveal", AuditEvent.subject_id == veteran.id
    )
    assert db.session.scalar(looks) == 1


# ---- stations ------------------------------------------------------------------------------


def a_station(**more) -> Station:
    values = {
        "level": StationLevel.TOWNSHIP,
        "division_code": LIUCHENG,
        "name": "榴城镇退役军人服务站",
        "vacancies_planned": 3,
    }
    return save(Station(**(values | more)))


def staff(station, name: str, days: int, left: int | None = None, **more) -> StationStaff:
    return save(
        StationStaff(
            station_id=station.id,
            name=name,
            employment=Employment.FULL,
            started_on=TODAY - timedelta(days=days),
            ended_on=None if left is None else TODAY - timedelta(days=left),
            **more,
        )
    )


def test_a_station_is_set_up_once_under_its_name(officer):
    data = {
        "level": "TOWNSHIP",
        "division_code": LIUCHENG,
        "name": "榴城镇退役军人服务站",
        "vacancies_planned": "3",
    }

    first = officer.post("/stations/new", data=data)
    again = officer.post("/stations/new", data=data)

    assert first.status_code == 302
    assert again.status_code == 422
    assert "已经有叫这个名字的站了" in again.text


def test_gaps_and_turnover_are_counted(officer):
    station = a_station()
    staff(station, "周站长", 800)
    staff(station, "走了的", 800, left=100)
    staff(station, "早走了的", 800, left=500)

    page = officer.get("/stations").text

    assert "缺 2" in page
    db.session.rollback()
    assert queries.turnover(fresh(station), TODAY) == pytest.approx(1 / 1.5)
    assert "67" in page


def test_leaving_closes_the_account_at_once_and_hands_the_work_over(sign_in, officer, zhou, chen):
    browser = sign_in(zhou)
    station = a_station()
    row = staff(station, "周站长", 100, account_id=zhou.id)
    veteran = make_veteran()
    action = save(NextAction(veteran_id=veteran.id, action="推荐", due_on=TODAY, owner_id=zhou.id))

    officer.post(
        f"/stations/staff/{row.id}/leave",
        data={"day": TODAY.isoformat(), "reason": "调走", "successor": str(chen.id)},
    )

    assert fresh(zhou).is_active is False
    assert browser.get("/veterans").status_code == 302  # signed out
    assert fresh(action).owner_id == chen.id
    assert fresh(row).ended_on == TODAY


def test_full_time_means_no_other_duties(officer):
    station = a_station()
    data = {"name": "王", "employment": "FULL", "started_on": TODAY.isoformat()}

    answer = officer.post(f"/stations/{station.id}/staff/new", data=data | {"other_duties": "30"})

    assert answer.status_code == 422
    assert "专职的不写其他工作" in answer.text


def test_tasks_go_to_every_station_of_a_level_and_are_done_with_a_result(officer, clerk):
    own = a_station()
    a_station(name="常坟镇退役军人服务站", division_code=CHANGFEN)
    a_station(name="大郢村服务站", level=StationLevel.VILLAGE)

    officer.post(
        "/stations/tasks/new",
        data={"kind": "VISIT", "title": "八一走访", "due_on": SOON, "level": "TOWNSHIP"},
    )

    assert count(StationTask) == 2
    page = clerk.get("/stations/tasks").text
    assert page.count("八一走访") >= 1
    assert "常坟镇" not in page
    task = db.session.scalars(select(StationTask).where(StationTask.station_id == own.id)).one()
    bare = clerk.post(f"/stations/tasks/{task.id}", data={"result": ""})
    clerk.post(f"/stations/tasks/{task.id}", data={"result": "走访 12 户"})
    assert bare.status_code == 422
    assert fresh(task).result == "走访 12 户"


def test_a_clerk_sees_no_station_of_another_township(clerk):
    station = a_station(name="常坟镇退役军人服务站", division_code=CHANGFEN)

    assert clerk.get(f"/stations/{station.id}").status_code == 404


def test_forgetting_takes_contacts_and_actions_along(sign_in, zhou):
    account = make_account(name="张建国")
    veteran = make_veteran(account=account)
    with transaction():
        operations.note_contact(
            veteran,
            channel=Channel.VISIT,
            was_reached=True,
            note="在家",
            by=db.session.get_one(Account, zhou.id),
        )
    browser = sign_in(account)

    exported = browser.get("/me/data/export").json
    browser.post("/me/data/delete")

    assert exported["联系记录"][0]["内容"] == "在家"
    assert count(Contact) == 0
