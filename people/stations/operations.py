"""Deeds of stations: set up, staff, tasks; contacts with people and their next steps."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import db, one_at_a_time
from core.errors import DomainError
from people.accounts.models import Account
from people.accounts.operations import set_active
from people.divisions.queries import place_name
from people.secrecy.designations import find_designations
from people.secrecy.personal_numbers import holds_personal_number
from people.stations import queries
from people.stations.models import (
    Channel,
    Contact,
    Employment,
    NextAction,
    Station,
    StationLevel,
    StationStaff,
    StationTask,
    TaskKind,
)
from people.veterans.models import Veteran


def save_station(
    station: Station | None,
    *,
    level: StationLevel,
    division_code: str,
    name: str,
    vacancies_planned: int,
    address: str = "",
    phone: str = "",
    is_model: bool = False,
) -> Station:
    """Set a station up, or correct it. A name belongs to one station."""
    if not place_name(division_code):
        raise DomainError("没有这个地方。", field="division_code")
    if station is None:
        station = Station(opened_on=clock.today())
        db.session.add(station)
    station.level, station.division_code, station.name = level, division_code, name.strip()
    station.vacancies_planned, station.is_model = vacancies_planned, is_model
    station.address, station.phone = address.strip(), phone.strip()
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        raise DomainError("已经有叫这个名字的站了。", field="name") from error
    audit.record("station.save", "station", station.id)
    return station


def add_staff(
    station: Station,
    *,
    name: str,
    employment: Employment,
    other_duties: int,
    started_on: date,
    account: Account | None = None,
) -> StationStaff:
    """Note that somebody begins at a station; 专职 has no other duties."""
    if employment is Employment.FULL and other_duties:
        raise DomainError("专职的不写其他工作，兼职的才写占几成。", field="other_duties")
    if started_on > clock.today():
        raise DomainError("开始日期不能在今天以后。", field="started_on")
    row = StationStaff(
        station_id=station.id,
        account_id=account.id if account else None,
        name=name.strip(),
        employment=employment,
        other_duties=other_duties,
        started_on=started_on,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("station.add_staff", "station", station.id, staff=row.id)
    return row


def end_employment(
    row: StationStaff, *, day: date, reason: str, by: Account, successor: Account | None = None
) -> int:
    """Note that somebody left: the account is closed at once, open steps go to a successor.

    Without one they go to whoever notes the leaving. Returns how many steps changed hands.
    """
    if row.ended_on is not None:
        raise DomainError("已经登记过离开了。")
    if day < row.started_on or day > clock.today():
        raise DomainError("离开日期要在开始以后、今天以前。", field="day")
    row.ended_on, row.leave_reason = day, reason.strip()[:120]
    moved = 0
    if row.account_id is not None:
        new_owner = successor or by
        if new_owner.id == row.account_id:
            raise DomainError("接手的不能是离开的人自己。", field="successor")
        actions = (
            update(NextAction)
            .where(NextAction.owner_id == row.account_id, NextAction.done_on.is_(None))
            .values(owner_id=new_owner.id, version=NextAction.version + 1)
        )
        moved = int(db.session.execute(actions).rowcount)  # type: ignore[attr-defined]
        set_active(db.session.get_one(Account, row.account_id), active=False)
    db.session.flush()
    audit.record("station.leave", "station", row.station_id, staff=row.id, actions=moved)
    return moved


def set_tasks(
    stations: list[Station], *, kind: TaskKind, title: str, due_on: date, by: Account
) -> int:
    """Ask stations to do something by a day; return how many were asked."""
    if due_on < clock.today():
        raise DomainError("期限不能在今天以前。", field="due_on")
    if not stations:
        raise DomainError("请选站。", field="stations")
    for station in stations:
        db.session.add(
            StationTask(
                station_id=station.id, kind=kind, title=title.strip(), due_on=due_on, set_by=by.id
            )
        )
    db.session.flush()
    audit.record("station.set_tasks", "station", None, count=len(stations), kind=kind.value)
    return len(stations)


def finish_task(task: StationTask, *, result: str, by: Account) -> None:
    """Note what came of a task."""
    if task.done_on is not None:
        raise DomainError("这项任务已经办完了。")
    if not result.strip():
        raise DomainError("请写办得怎么样。", field="result")
    task.done_on, task.done_by, task.result = clock.today(), by.id, result.strip()[:200]
    db.session.flush()
    audit.record("station.finish_task", "station", task.station_id, task=task.id)


def note_contact(
    veteran: Veteran,
    *,
    channel: Channel,
    was_reached: bool,
    note: str,
    by: Account,
    happened_at: datetime | None = None,
) -> Contact:
    """Note that somebody was spoken to, or not reached; contacts are only added."""
    _refuse_secrets(note)
    moment = happened_at or clock.now()
    if moment > clock.now():
        raise DomainError("联系时间不能在现在以后。", field="day")
    row = Contact(
        veteran_id=veteran.id,
        by_id=by.id,
        channel=channel,
        happened_at=moment,
        was_reached=was_reached,
    )
    row.note = note.strip()
    db.session.add(row)
    db.session.flush()
    audit.record("contact.note", "veteran", veteran.id, channel=channel.value, reached=was_reached)
    return row


def set_next_action(
    veteran: Veteran, *, action: str, due_on: date, owner: Account, finished: str = ""
) -> NextAction:
    """Set the next step for somebody; the one before ends with `finished` as its result.

    One open step a person: the table decides, and whoever sets one at the same time waits.
    """
    _refuse_secrets(action)
    if due_on < clock.today():
        raise DomainError("期限不能在今天以前。", field="due_on")
    one_at_a_time(f"case step {veteran.id}")
    before = queries.open_action(veteran.id)
    if before is not None:
        before.done_on, before.result = clock.today(), finished.strip()[:120] or "改了下一步"
        db.session.flush()
    row = NextAction(
        veteran_id=veteran.id, action=action.strip()[:120], due_on=due_on, owner_id=owner.id
    )
    db.session.add(row)
    db.session.flush()
    audit.record("case.set_step", "veteran", veteran.id, action=row.id)
    return row


def finish_next_action(row: NextAction, *, result: str) -> None:
    """Note what came of a step."""
    if row.done_on is not None:
        raise DomainError("这一步已经办完了。")
    _refuse_secrets(result)
    row.done_on, row.result = clock.today(), result.strip()[:120] or "办完了"
    db.session.flush()
    audit.record("case.finish_step", "veteran", row.veteran_id, action=row.id)


def owner_of(owner_id: int, viewer: Account) -> Account:
    """Return a colleague who may own a step. Raises DomainError for anybody else."""
    found = next((one for one in queries.colleagues(viewer) if one.id == owner_id), None)
    if found is None:
        raise DomainError("请选由谁来办。", field="owner")
    return found


def stations_of_level(level: StationLevel) -> list[Station]:
    """Return the open stations of a level."""
    query = select(Station).where(Station.level == level, Station.closed_on.is_(None))
    return list(db.session.scalars(query.order_by(Station.id)))


def _refuse_secrets(text: str) -> None:
    for hit in find_designations(text):
        raise DomainError(f"“{hit.words}”像是部队番号，可能涉密，请改写。", field="note")
    if holds_personal_number(text):
        raise DomainError("这里不要写手机号或身份证号。", field="note")
