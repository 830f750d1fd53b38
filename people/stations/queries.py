"""Reads of stations: staff present and missing, turnover, tasks, colleagues."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from core import clock
from core.access import Role
from core.db import db, found, pairs
from core.errors import NotFoundError
from core.paging import count_of
from people.accounts.models import Account
from people.divisions.queries import covers, townships
from people.stations.models import Station, StationLevel, StationStaff, StationTask
from people.veterans.models import Veteran

A_YEAR = 12  # months
MOST_TASKS = 20  # on a station's page


@dataclass(frozen=True)
class Staffing:
    """The staff of one station on a day; `veterans` is None where it is not known."""

    station: Station
    present: int
    full: int
    missing: int
    turnover: float | None
    veterans: int | None


def staffing(day: date) -> list[Staffing]:
    """Return the staffing of every station: the county's, the townships', the villages'."""
    return staffing_of(db.session.scalars(stations()), day)


def stations() -> Select[Station]:
    """Return the query of every station with its staff loaded, in the order of the list."""
    query = select(Station).options(selectinload(Station.staff))
    return query.order_by(Station.division_code, Station.level, Station.name)


def staffing_of(rows: Iterable[Station], day: date) -> list[Staffing]:
    """Return the staffing of these stations."""
    veterans = _veterans_by_township()
    return [_staffing(station, day, veterans) for station in rows]


def _staffing(station: Station, day: date, veterans: dict[str, int]) -> Staffing:
    staff = present(station, day)
    is_township = station.level is StationLevel.TOWNSHIP
    return Staffing(
        station,
        present=len(staff),
        full=sum(one.is_full for one in staff),
        missing=max(0, station.vacancies_planned - len(staff)),
        turnover=turnover(station, day),
        veterans=veterans.get(station.division_code) if is_township else None,
    )


def _veterans_by_township() -> dict[str, int]:
    return pairs(
        select(Veteran.township_code, func.count())
        .where(Veteran.township_code.is_not(None))
        .group_by(Veteran.township_code)
    )


def get_station(station_id: int) -> Station:
    """Return one station. Raises NotFoundError."""
    return found(db.session.get(Station, station_id))


def station_for(station_id: int, viewer: Account) -> Station:
    """Return a station the viewer may see, a clerk only of their township. Raises NotFoundError."""
    station = get_station(station_id)
    if viewer.role is Role.CLERK and not covers(viewer.division_code or "-", station.division_code):
        raise NotFoundError
    return station


def stations_of_level(level: StationLevel) -> Sequence[Station]:
    """Return the open stations of a level."""
    query = select(Station).where(Station.level == level, Station.closed_on.is_(None))
    return db.session.scalars(query.order_by(Station.id)).all()


def staff_member(staff_id: int) -> StationStaff:
    """Return a staff member's period at a station. Raises NotFoundError."""
    return found(db.session.get(StationStaff, staff_id))


def present(station: Station, day: date) -> list[StationStaff]:
    """Return the staff of a station on a day."""
    return [
        one
        for one in station.staff
        if one.started_on <= day and (one.ended_on is None or one.ended_on >= day)
    ]


def former(station: Station, day: date) -> list[StationStaff]:
    """Return the staff members who left before a day."""
    return [one for one in station.staff if one.ended_on and one.ended_on < day]


def turnover(station: Station, day: date) -> float | None:
    """Return leavers of the last year ÷ the mean of staff then and now; None without staff."""
    then = clock.months_after(day, -A_YEAR)
    mean = (len(present(station, then)) + len(present(station, day))) / 2
    left = sum(1 for one in station.staff if one.ended_on and then <= one.ended_on < day)
    return left / mean if mean else (None if not left else 1.0)


def tasks_seen_by(
    viewer: Account, *, only_open: bool = True, station_id: int | None = None
) -> Select[StationTask]:
    """Return the query of tasks within a viewer's scope, the nearest due first."""
    query = select(StationTask).join(StationTask.station).options(joinedload(StationTask.station))
    if viewer.role is Role.CLERK:
        query = query.where(Station.division_code == (viewer.division_code or "-"))
    if only_open:
        query = query.where(StationTask.done_on.is_(None))
    if station_id is not None:
        query = query.where(StationTask.station_id == station_id)
    return query.order_by(StationTask.due_on, StationTask.id)


def count_tasks(viewer: Account) -> int:
    """Return how many tasks are open within a viewer's scope."""
    return count_of(tasks_seen_by(viewer))


def latest_tasks(station: Station, viewer: Account) -> Sequence[StationTask]:
    """Return the tasks of a station with the latest last days, the nearest due first."""
    query = tasks_seen_by(viewer, only_open=False, station_id=station.id)
    latest = query.order_by(None).order_by(StationTask.due_on.desc(), StationTask.id.desc())
    return db.session.scalars(latest.limit(MOST_TASKS)).all()[::-1]


def task_for(task_id: int, viewer: Account) -> StationTask:
    """Return a task within the viewer's scope. Raises NotFoundError."""
    query = tasks_seen_by(viewer, only_open=False).where(StationTask.id == task_id)
    return found(db.session.scalar(query))


def _colleagues(viewer: Account) -> Select[Account]:
    clerks = Account.role == Role.CLERK
    if viewer.role is Role.CLERK:
        clerks = clerks & (Account.division_code == viewer.division_code)
    return select(Account).where(Account.is_active, or_(Account.role == Role.OFFICER, clerks))


def colleagues(viewer: Account) -> Sequence[Account]:
    """Return who may take work over: the officers, and the clerks within the viewer's scope."""
    return db.session.scalars(_colleagues(viewer).order_by(Account.role, Account.name)).all()


def colleague(account_id: int, viewer: Account) -> Account | None:
    """Return one of the viewer's colleagues, None where the account is not among them."""
    return db.session.scalar(_colleagues(viewer).where(Account.id == account_id))


def _unlinked_clerks() -> Select[Account]:
    linked = select(StationStaff.account_id).where(
        StationStaff.account_id.is_not(None), StationStaff.ended_on.is_(None)
    )
    return select(Account).where(
        Account.role == Role.CLERK, Account.is_active, Account.id.not_in(linked)
    )


def unlinked_clerks() -> Sequence[Account]:
    """Return the accounts of clerks that no present staff member has."""
    return db.session.scalars(_unlinked_clerks().order_by(Account.name)).all()


def is_unlinked(account_id: int) -> bool:
    """Return whether an account is a clerk's and no present staff member has it."""
    return db.session.scalar(_unlinked_clerks().where(Account.id == account_id)) is not None


def _without_account() -> Select[StationStaff]:
    """Return the query of the present staff whose number is known and who have no account.

    A clerk's account belongs to a township, so the county's own staff are not among them.
    """
    return (
        select(StationStaff)
        .join(StationStaff.station)
        .where(
            StationStaff.account_id.is_(None),
            StationStaff.phone_index.is_not(None),
            StationStaff.ended_on.is_(None),
            Station.level != StationLevel.COUNTY,
        )
    )


def without_account() -> list[StationStaff]:
    """Return the present staff who could have an account and have none, by station."""
    query = _without_account().options(contains_eager(StationStaff.station))
    return list(db.session.scalars(query.order_by(Station.division_code, StationStaff.id)))


def count_without_account() -> int:
    """Return how many present staff could have an account and have none."""
    return count_of(_without_account())


def clerk_accounts(phone: str) -> list[Account]:
    """Return the clerks' accounts with a phone number, closed ones too."""
    query = select(Account).where(
        Account.role == Role.CLERK, Account.phone_index == Account.phone.blind(phone)
    )
    return list(db.session.scalars(query.order_by(Account.id)))


def townships_without_station() -> list[str]:
    """Return the names of the townships that have no open station of their level."""
    query = select(Station.division_code).where(
        Station.level == StationLevel.TOWNSHIP, Station.closed_on.is_(None)
    )
    held = set(db.session.scalars(query))
    return [place.name for place in townships() if place.code not in held]


def staff_is_empty() -> bool:
    """Return whether no staff member is recorded at any station."""
    return db.session.scalar(select(StationStaff.id).limit(1)) is None
