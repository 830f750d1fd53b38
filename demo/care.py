"""Stations and their staff, contacts and next actions."""

from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from core.db import db
from demo.catalogue import names
from demo.vacancies import moment
from people.accounts.models import Account
from people.caseload.models import Channel, Contact, NextAction
from people.caseload.queries import WITHOUT_WORK
from people.divisions.queries import COUNTY, townships
from people.stations.models import (
    Employment,
    Station,
    StationLevel,
    StationStaff,
    StationTask,
    TaskKind,
)
from people.veterans.models import Veteran

VILLAGES = (("340321104", "大郢村"), ("340321100", "新城村"), ("340321101", "老集村"))
REMARKS = (
    "想找离家近的活，工资四五千就行。",
    "孩子小，不想上夜班。",
    "愿意去江浙，要包吃住。",
    "正在考驾照，考下来再推荐。",
    "电话里说最近身体不好，过段时间再找。",
    "想学叉车，问有没有培训。",
)
NEXT_ACTIONS = ("推荐保安岗位", "陪同去面试", "帮他补资料", "报名下次招聘会", "联系培训机构")


def make_stations(clerks: dict[str, Account], officer_id: int, rng: Random, today: date) -> None:
    """Add the county's centre, a station per township and a few in villages, with staff."""
    rows = [
        Station(
            level=StationLevel.COUNTY,
            division_code=COUNTY,
            name="怀远县退役军人服务中心",
            vacancies_planned=8,
            opened_on=date(2019, 5, 20),
        )
    ]
    rows += [
        Station(
            level=StationLevel.TOWNSHIP,
            division_code=place.code,
            name=f"{place.name}退役军人服务站",
            vacancies_planned=rng.choice((2, 2, 3)),
            is_model=rng.random() < 0.2,
            opened_on=date(2019, 8, 1),
        )
        for place in townships()
    ]
    rows += [
        Station(
            level=StationLevel.VILLAGE,
            division_code=code,
            name=f"{name}退役军人服务站",
            opened_on=date(2020, 3, 1),
        )
        for code, name in VILLAGES
    ]
    db.session.add_all(rows)
    db.session.flush()
    for row in rows:
        _staff(row, clerks.get(row.division_code), rng, today)
        _tasks(row, officer_id, rng, today)


def _staff(station: Station, clerk: Account | None, rng: Random, today: date) -> None:
    """Add a station's staff: the clerk with the account, others, and some former ones."""
    if station.level is StationLevel.TOWNSHIP and clerk is not None:
        db.session.add(_member(station, clerk.name, rng, today, account_id=clerk.id))
    for _ in range(rng.randint(0, max(0, station.vacancies_planned - 1))):
        db.session.add(_member(station, _name(rng), rng, today))
    if rng.random() < 0.5:
        former = _member(station, _name(rng), rng, today)
        former.ended_on = today - timedelta(days=rng.randint(20, 340))
        former.started_on = former.ended_on - timedelta(days=rng.randint(90, 500))
        former.leave_reason = rng.choice(("调到其他岗位", "合同到期", "考走了"))
        db.session.add(former)


def _name(rng: Random) -> str:
    return rng.choice(names()["surnames"]) + rng.choice(names()["female"])


def _member(
    station: Station, name: str, rng: Random, today: date, account_id: int | None = None
) -> StationStaff:
    is_full = rng.random() < 0.35
    return StationStaff(
        station_id=station.id,
        account_id=account_id,
        name=name,
        employment=Employment.FULL if is_full else Employment.PART,
        other_duties=0 if is_full else rng.choice((30, 50, 60, 80)),
        started_on=today - timedelta(days=rng.randint(60, 1500)),
    )


def _tasks(station: Station, officer_id: int, rng: Random, today: date) -> None:
    if station.level is not StationLevel.TOWNSHIP:
        return
    is_done = rng.random() < 0.6
    db.session.add(
        StationTask(
            station_id=station.id,
            kind=TaskKind.UPDATE,
            title="核对本镇求职的退役军人手机号",
            due_on=today + timedelta(days=rng.randint(-5, 15)),
            set_by=officer_id,
            done_on=today - timedelta(days=1) if is_done else None,
            result="都核对过了" if is_done else "",
        )
    )


def make_contacts(clerks: dict[str, Account], rng: Random, today: date) -> None:
    """Add contacts with two of three people without work, and a next action for some."""
    query = select(Veteran).where(Veteran.employment_status.in_(WITHOUT_WORK))
    for veteran in db.session.scalars(query.order_by(Veteran.id)):
        clerk = clerks.get(veteran.township_code or "")
        if clerk is None or rng.random() < 0.35:
            continue
        happened = moment(today - timedelta(days=rng.randint(1, 200)), rng)
        if happened < veteran.created_at:
            happened = veteran.created_at + timedelta(hours=rng.randint(1, 12))
        contact = Contact(
            veteran_id=veteran.id,
            by_id=clerk.id,
            channel=rng.choice((Channel.CALL, Channel.CALL, Channel.VISIT, Channel.OFFICE)),
            happened_at=happened,
            was_reached=rng.random() < 0.85,
        )
        contact.note = rng.choice(REMARKS)
        db.session.add(contact)
        if rng.random() < 0.4:
            db.session.add(
                NextAction(
                    veteran_id=veteran.id,
                    action=rng.choice(NEXT_ACTIONS),
                    due_on=today + timedelta(days=rng.randint(-6, 20)),
                    owner_id=clerk.id,
                )
            )
