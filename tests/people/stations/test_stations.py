"""Stations: their staff, gaps and turnover, staff who begin and leave, tasks."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db
from core.parameters.models import ParameterValue
from people.caseload.models import NextAction
from people.stations import queries
from people.stations.models import (
    Employment,
    Station,
    StationLevel,
    StationStaff,
    StationTask,
    TaskKind,
)
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN, LIUCHENG
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh, save

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


def test_a_name_belongs_to_one_station(officer):
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
    staff(station, "去年离开的", 800, left=100)
    staff(station, "前年离开的", 800, left=500)

    page = officer.get("/stations").text

    assert "缺 2" in page
    db.session.rollback()
    assert queries.turnover(fresh(station), TODAY) == pytest.approx(1 / 1.5)
    assert "67" in page


def test_leaving_closes_the_account_and_passes_the_open_work_on(sign_in, officer, zhou, chen):
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


def test_full_time_staff_have_no_other_duties(officer):
    station = a_station()
    data = {"name": "王", "employment": "FULL", "started_on": TODAY.isoformat()}

    answer = officer.post(f"/stations/{station.id}/staff/new", data=data | {"other_duties": "30"})

    assert answer.status_code == 422
    assert "专职的不写其他工作" in answer.text


def test_a_task_is_given_to_every_station_of_a_level_and_ends_with_a_result(officer, clerk):
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


@pytest.fixture
def sound(app):
    """Return what each form of stations takes, by its address."""
    station = a_station()
    row = staff(station, "周站长", 100)
    due = {"due_on": TODAY, "set_by": make_account(role=Role.OFFICER, name="王主任").id}
    task = save(StationTask(station_id=station.id, kind=TaskKind.VISIT, title="走访", **due))
    place = {"level": "VILLAGE", "division_code": LIUCHENG, "vacancies_planned": "1"}
    return {
        "/stations/new": place | {"name": "新站"},
        f"/stations/{station.id}/staff/new": {
            "name": "王",
            "employment": "PART",
            "other_duties": "50",
            "started_on": TODAY.isoformat(),
        },
        f"/stations/staff/{row.id}/leave": {"day": TODAY.isoformat()},
        "/stations/tasks/new": {
            "kind": "VISIT",
            "title": "走访",
            "due_on": SOON,
            "level": "TOWNSHIP",
        },
        f"/stations/tasks/{task.id}": {"result": "办好了"},
    }


LONGEST = (
    ("/stations/new", "name", 60),
    ("/stations/new", "address", 120),
    ("/stations/new", "phone", 20),
    ("/staff/new", "name", 40),
    ("/leave", "reason", 120),
    ("/tasks/new", "title", 80),
    ("/tasks/1", "result", 200),
)


@pytest.mark.parametrize(("address", "field", "most"), LONGEST)
def test_a_text_that_is_too_long_is_refused_and_kept_as_typed(officer, sound, address, field, most):
    path = next(path for path in sound if path.endswith(address))
    before, typed = every_row(), "长" * (most + 1)

    answer = officer.post(path, data=sound[path] | {field: typed})

    assert answer.status_code == 422
    assert f"最多 {most} 字。" in answer.text
    assert f'value="{typed}"' in answer.text
    assert every_row() == before


@pytest.mark.parametrize(
    ("address", "data", "messages"),
    [
        ("/stations/new", {"vacancies_planned": "100"}, ("哪一级", "所在地", "名称", "0 到 99")),
        (
            "/staff/new",
            {"employment": "FULL", "other_duties": "30", "started_on": SOON},
            ("请填姓名。", "专职的不写其他工作", "开始日期不能在今天以后。"),
        ),
        ("/leave", {"day": "", "reason": "长" * 121}, ("请填离开日期。", "最多 120 字。")),
        ("/tasks/new", {"due_on": "2020-01-01"}, ("请写任务。", "期限不能在今天以前。")),
    ],
)
def test_all_faults_are_listed_in_one_round(officer, sound, address, data, messages):
    path = next(path for path in sound if path.endswith(address))

    answer = officer.post(path, data=data)

    assert answer.status_code == 422
    for message in messages:
        assert message in answer.text


def every_row() -> list[tuple[object, ...]]:
    """Return every row of stations, staff and tasks."""
    db.session.rollback()
    tables = [model.__table__ for model in (Station, StationStaff, StationTask)]
    return [tuple(row) for table in tables for row in db.session.execute(select(table))]


def test_what_each_form_takes_is_taken(officer, sound):
    """The control: the forms above are refused for the change alone."""
    taken = {path: officer.post(path, data=data).status_code for path, data in sound.items()}

    assert set(taken.values()) == {302}


def test_a_staff_member_leaves_once_and_not_before_they_began(officer):
    station = a_station()
    row = staff(station, "周站长", 10)
    path = f"/stations/staff/{row.id}/leave"

    early = officer.post(path, data={"day": (TODAY - timedelta(days=11)).isoformat()})
    officer.post(path, data={"day": TODAY.isoformat()})
    again = officer.post(path, data={"day": TODAY.isoformat()})

    assert early.status_code == 422
    assert "离开日期要在开始以后、今天以前。" in early.text
    assert again.status_code == 422
    assert "已经登记过离开了。" in again.text


def test_the_work_of_who_leaves_cannot_stay_with_them(officer, zhou):
    row = staff(a_station(), "周站长", 100, account_id=zhou.id)
    data = {"day": TODAY.isoformat(), "successor": str(zhou.id)}

    answer = officer.post(f"/stations/staff/{row.id}/leave", data=data)

    assert answer.status_code == 422
    assert "接手的不能是离开的人自己。" in answer.text
    assert fresh(zhou).is_active


def test_a_task_for_a_level_without_stations_is_refused(officer):
    data = {"kind": "VISIT", "title": "走访", "due_on": SOON, "level": "VILLAGE"}

    answer = officer.post("/stations/tasks/new", data=data)

    assert answer.status_code == 422
    assert "这一级还没有服务站。" in answer.text


def test_the_list_marks_stations_with_few_veterans_by_the_bureaus_figure(officer, chen):
    a_station()
    make_veteran()
    before = officer.get("/stations").text
    save(
        ParameterValue(
            key="small_station", value=1, valid_from=TODAY, source="局务会", set_by=chen.id
        )
    )

    assert "（300 人以下）" in before
    assert "人以下）" not in officer.get("/stations").text


def test_only_the_latest_tasks_are_on_a_stations_page(officer, chen):
    station = a_station()
    for number in range(queries.MOST_TASKS + 1):
        task = {"title": f"任务{number:02d}", "due_on": TODAY + timedelta(days=number)}
        save(StationTask(station_id=station.id, kind=TaskKind.VISIT, set_by=chen.id, **task))

    page = officer.get(f"/stations/{station.id}").text

    assert "任务00" not in page
    assert page.index("任务01") < page.index("任务20")
