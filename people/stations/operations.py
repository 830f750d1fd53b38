"""Changes to stations: save a station, add and end staff, set and finish tasks."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import db
from core.errors import DomainError, Refusals
from core.features import installed
from people.accounts.models import Account
from people.accounts.operations import set_active
from people.divisions.queries import place_name
from people.secrecy.personal_numbers import normalise_phone
from people.stations import queries
from people.stations.facts import (
    LeaveFacts,
    StaffFacts,
    StationFacts,
    TaskFacts,
    check_due,
    check_duties,
    check_start,
)
from people.stations.models import Station, StationStaff, StationTask

STAFF_FACTS = ("phone", "duty", "employment", "other_duties")


def save_station(station: Station | None, facts: StationFacts) -> Station:
    """Add a station (None) or change one. A name belongs to one station."""
    if not place_name(facts.division_code):
        raise DomainError("没有这个地方。", field="division_code")
    if station is None:
        station = Station(opened_on=clock.today())
        db.session.add(station)
    station.level, station.division_code = facts.level, facts.division_code
    station.name, station.vacancies_planned = facts.name, facts.vacancies_planned
    station.address, station.phone = facts.address, facts.phone
    station.is_model = facts.is_model
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        raise DomainError("已经有叫这个名字的站了。", field="name") from error
    audit.record("station.save", "station", station.id)
    return station


def add_staff(station: Station, facts: StaffFacts) -> StationStaff:
    """Record that a staff member begins at a station; 专职 has no other duties."""
    refusals = Refusals()
    with refusals.collecting():
        check_duties(facts.employment, facts.other_duties)
    with refusals.collecting():
        check_start(facts.started_on)
    if facts.account_id is not None and not queries.is_unlinked(facts.account_id):
        refusals.add("这个账号已经有人用了，请重新选。", field="account")
    refusals.raise_if_any()
    row = StationStaff(
        station_id=station.id,
        account_id=facts.account_id,
        name=facts.name,
        employment=facts.employment,
        other_duties=facts.other_duties,
        started_on=facts.started_on,
        duty=facts.duty,
    )
    if facts.phone:
        row.phone = normalise_phone(facts.phone)
    db.session.add(row)
    db.session.flush()
    audit.record("station.add_staff", "station", station.id, staff=row.id)
    return row


def correct_staff(row: StationStaff, changes: Mapping[str, Any]) -> None:
    """Change facts about a staff member: `STAFF_FACTS` by name; 专职 has no other duties."""
    for key in STAFF_FACTS:
        if key in changes:
            setattr(row, key, changes[key])
    if row.is_full:
        row.other_duties = 0
    db.session.flush()
    audit.record("station.correct_staff", "station", row.station_id, staff=row.id)


def end_employment(row: StationStaff, facts: LeaveFacts, *, by: Account) -> int:
    """Record that a staff member left: close the account and pass the open work on.

    Without a successor the work goes to `by`. Returns how many pieces of work were passed on.
    """
    if row.ended_on is not None:
        raise DomainError("已经登记过离开了。")
    refusals = Refusals()
    if facts.day < row.started_on or facts.day > clock.today():
        refusals.add("离开日期要在开始以后、今天以前。", field="day")
    successor_id = facts.successor_id or by.id
    if row.account_id is not None and successor_id == row.account_id:
        refusals.add("接手的不能是离开的人自己。", field="successor")
    elif facts.successor_id is not None and queries.colleague(facts.successor_id, by) is None:
        refusals.add("请重新选接手的人。", field="successor")
    refusals.raise_if_any()
    row.ended_on, row.leave_reason = facts.day, facts.reason
    moved = 0
    if row.account_id is not None:
        moved = installed().hand_over(row.account_id, successor_id)
        set_active(db.session.get_one(Account, row.account_id), active=False)
    db.session.flush()
    audit.record("station.leave", "station", row.station_id, staff=row.id, actions=moved)
    return moved


def set_tasks(facts: TaskFacts, *, by: Account) -> int:
    """Give a task to every open station of a level; return how many there are."""
    refusals = Refusals()
    with refusals.collecting():
        check_due(facts.due_on)
    stations = queries.stations_of_level(facts.level)
    if not stations:
        refusals.add("这一级还没有服务站。", field="level")
    refusals.raise_if_any()
    for station in stations:
        task = StationTask(station_id=station.id, kind=facts.kind, title=facts.title)
        task.due_on, task.set_by = facts.due_on, by.id
        db.session.add(task)
    db.session.flush()
    detail = {"count": len(stations), "kind": facts.kind.value}
    audit.record("station.set_tasks", "station", None, **detail)
    return len(stations)


def finish_task(task: StationTask, *, result: str, by: Account) -> None:
    """Record the result of a task."""
    if task.done_on is not None:
        raise DomainError("这项任务已经办完了。")
    if not result:
        raise DomainError("请写办得怎么样。", field="result")
    task.done_on, task.done_by, task.result = clock.today(), by.id, result
    db.session.flush()
    audit.record("station.finish_task", "station", task.station_id, task=task.id)
