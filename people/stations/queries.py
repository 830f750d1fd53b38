"""Reads of stations and of who needs looking after."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, extract, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from core import clock
from core.access import Role
from core.db import db
from core.errors import NotFoundError
from people.accounts.models import Account
from people.divisions.queries import covers
from people.stations.models import (
    Contact,
    NextAction,
    Station,
    StationStaff,
    StationTask,
)
from people.veterans.models import EmploymentStatus, Veteran
from people.veterans.queries import in_scope

WITHOUT_WORK = (
    EmploymentStatus.UNKNOWN,
    EmploymentStatus.SEEKING,
    EmploymentStatus.WAITING_ASSIGNMENT,
    EmploymentStatus.UNREACHABLE,
)
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class CaseFilter:
    """What a caseload is narrowed to; None and False leave a filter open."""

    township: str = ""
    year: int | None = None
    silent_since: datetime | None = None  # no contact after this moment
    no_action: bool = False
    overdue_by: date | None = None  # an open step due before this day


@dataclass(frozen=True)
class Case:
    """One person without work: since when, last spoken to, what comes next."""

    veteran: Veteran
    days: int | None
    last_contact: datetime | None
    action: NextAction | None
    owner: str


def caseload(viewer: Account, wanted: CaseFilter) -> Select[Veteran]:
    """Return the query of people without work within a viewer's scope, longest retired first."""
    query = select(Veteran).where(in_scope(viewer), Veteran.employment_status.in_(WITHOUT_WORK))
    if wanted.township:
        query = query.where(Veteran.township_code == wanted.township)
    if wanted.year is not None:
        query = query.where(extract("year", Veteran.retired_on) == wanted.year)
    if wanted.silent_since is not None:
        query = query.where(_silent_since(wanted.silent_since))
    if wanted.no_action:
        query = query.where(~exists().where(_open_action()))
    if wanted.overdue_by is not None:
        query = query.where(exists().where(_open_action(), NextAction.due_on < wanted.overdue_by))
    return query.order_by(Veteran.retired_on.is_(None), Veteran.retired_on, Veteran.id)


def _silent_since(moment: datetime) -> ColumnElement[bool]:
    spoken = exists().where(
        Contact.veteran_id == Veteran.id,
        Contact.was_reached,
        Contact.happened_at > moment,
    )
    return ~spoken


def _open_action() -> ColumnElement[bool]:
    return (NextAction.veteran_id == Veteran.id) & NextAction.done_on.is_(None)


def count_cases(viewer: Account, wanted: CaseFilter) -> int:
    """Return how many people without work a filter leaves."""
    query = caseload(viewer, wanted).order_by(None)
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def cases_of(veterans: list[Veteran], today: date) -> list[Case]:
    """Return what is known of these people's cases, in three statements."""
    ids = [veteran.id for veteran in veterans]
    last = last_contacts(ids)
    actions = {
        action.veteran_id: (action, owner)
        for action, owner in db.session.execute(
            select(NextAction, Account.name)
            .join(Account, Account.id == NextAction.owner_id)
            .where(NextAction.veteran_id.in_(ids), NextAction.done_on.is_(None))
        )
    }
    return [_case(veteran, last, actions, today) for veteran in veterans]


def _case(
    veteran: Veteran, last: dict[int, datetime], actions: dict[int, Any], today: date
) -> Case:
    retired = veteran.retired_on
    action, owner = actions.get(veteran.id, (None, ""))
    days = (today - retired).days if retired else None
    return Case(veteran, days, last.get(veteran.id), action, owner)


def last_contacts(ids: list[int]) -> dict[int, datetime]:
    """Return when each of these people was last reached."""
    query = (
        select(Contact.veteran_id, func.max(Contact.happened_at))
        .where(Contact.veteran_id.in_(ids), Contact.was_reached)
        .group_by(Contact.veteran_id)
    )
    return {veteran_id: at for veteran_id, at in db.session.execute(query)}  # noqa: C416


def open_action(veteran_id: int) -> NextAction | None:
    """Return the next step set for somebody."""
    query = select(NextAction).where(
        NextAction.veteran_id == veteran_id, NextAction.done_on.is_(None)
    )
    return db.session.scalar(query)


def contacts_of(veteran_id: int) -> list[tuple[Contact, str]]:
    """Return every contact with somebody and who made it, newest first."""
    query = (
        select(Contact, Account.name)
        .join(Account, Account.id == Contact.by_id)
        .where(Contact.veteran_id == veteran_id)
        .order_by(Contact.happened_at.desc(), Contact.id.desc())
    )
    return [(contact, name) for contact, name in db.session.execute(query)]


def stations() -> Select[Station]:
    """Return the query of stations: the county's, the townships', the villages'."""
    query = select(Station).options(selectinload(Station.staff))
    return query.order_by(Station.division_code, Station.level, Station.name)


def get_station(station_id: int) -> Station:
    """Return one station. Raises NotFoundError."""
    station = db.session.get(Station, station_id)
    if station is None:
        raise NotFoundError
    return station


def station_for(station_id: int, viewer: Account) -> Station:
    """Return a station the viewer may see: a clerk those of the own township."""
    station = get_station(station_id)
    if viewer.role is Role.CLERK and not covers(viewer.division_code or "-", station.division_code):
        raise NotFoundError
    return station


def staff_member(staff_id: int) -> StationStaff:
    """Return somebody's time at a station. Raises NotFoundError."""
    row = db.session.get(StationStaff, staff_id)
    if row is None:
        raise NotFoundError
    return row


def present(station: Station, day: date) -> list[StationStaff]:
    """Return who works at a station on a day."""
    return [
        one
        for one in station.staff
        if one.started_on <= day and (one.ended_on is None or one.ended_on >= day)
    ]


def turnover(station: Station, day: date) -> float | None:
    """Return leavers of the last year ÷ the mean of staff then and now; None without staff."""
    then = day - YEAR
    mean = (len(present(station, then)) + len(present(station, day))) / 2
    left = sum(1 for one in station.staff if one.ended_on and then <= one.ended_on < day)
    return left / mean if mean else (None if not left else 1.0)


def headcounts() -> dict[str, int]:
    """Return how many veterans each township has."""
    query = select(Veteran.township_code, func.count()).group_by(Veteran.township_code)
    return {code: count for code, count in db.session.execute(query) if code}


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
    query = tasks_seen_by(viewer).order_by(None)
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def task_for(task_id: int, viewer: Account) -> StationTask:
    """Return a task within the viewer's scope. Raises NotFoundError."""
    task = db.session.scalar(
        tasks_seen_by(viewer, only_open=False).where(StationTask.id == task_id)
    )
    if task is None:
        raise NotFoundError
    return task


def colleagues(viewer: Account) -> list[Account]:
    """Return the officers, and the clerks of the viewer's township, who may own a step."""
    clerks = Account.role == Role.CLERK
    if viewer.role is Role.CLERK:
        clerks = clerks & (Account.division_code == viewer.division_code)
    query = select(Account).where(Account.is_active, or_(Account.role == Role.OFFICER, clerks))
    return list(db.session.scalars(query.order_by(Account.role, Account.name)))


def unlinked_clerks() -> list[Account]:
    """Return the accounts of clerks that no present staff member has."""
    taken = select(StationStaff.account_id).where(
        StationStaff.account_id.is_not(None), StationStaff.ended_on.is_(None)
    )
    query = select(Account).where(
        Account.role == Role.CLERK, Account.is_active, Account.id.not_in(taken)
    )
    return list(db.session.scalars(query.order_by(Account.name)))


def silent_moment(days: int) -> datetime:
    """Return the moment so many days ago."""
    return clock.now() - timedelta(days=days)
