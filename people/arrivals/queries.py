"""Reads of arrivals: who came in a year, what is still open."""

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import contains_eager, selectinload

from core import clock
from core.db import db
from core.errors import NotFoundError
from people.accounts.models import Account
from people.arrivals.models import Arrival, ArrivalItem, ItemStatus
from people.secrecy.personal_numbers import parse_id_number
from people.veterans.models import Veteran
from people.veterans.queries import in_scope


def _has_open() -> ColumnElement[bool]:
    return exists().where(
        ArrivalItem.arrival_id == Arrival.id,
        ArrivalItem.is_required,
        ArrivalItem.status == ItemStatus.OPEN,
    )


def arrivals(viewer: Account, year: int, *, done: bool | None = None) -> Select[Arrival]:
    """Return the query of a year's arrivals within a viewer's scope, who is late first.

    `done` keeps those whose required items are all done, or those with open ones.
    """
    query = (
        select(Arrival)
        .join(Arrival.veteran)
        .options(contains_eager(Arrival.veteran), selectinload(Arrival.items))
        .where(in_scope(viewer), Arrival.year == year)
    )
    if done is not None:
        query = query.where(~_has_open() if done else _has_open())
    return query.order_by(Arrival.report_due_on, Arrival.id)


def count_arrivals(viewer: Account, year: int, *, done: bool | None = None) -> int:
    """Return how many arrivals of a year a filter leaves."""
    query = arrivals(viewer, year, done=done).order_by(None)
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def years() -> list[int]:
    """Return the years with arrivals, the newest first."""
    query = select(Arrival.year).distinct().order_by(Arrival.year.desc())
    return list(db.session.scalars(query))


def arrival_for(arrival_id: int, viewer: Account) -> Arrival:
    """Return an arrival within the viewer's scope. Raises NotFoundError."""
    query = (
        select(Arrival)
        .join(Arrival.veteran)
        .options(contains_eager(Arrival.veteran))
        .where(Arrival.id == arrival_id, in_scope(viewer))
    )
    arrival = db.session.scalar(query)
    if arrival is None:
        raise NotFoundError
    return arrival


def arrival_of(veteran_id: int) -> Arrival | None:
    """Return somebody's arrival, if one was noted."""
    return db.session.scalar(select(Arrival).where(Arrival.veteran_id == veteran_id))


def item_for(item_id: int, viewer: Account) -> ArrivalItem:
    """Return an item within the viewer's scope. Raises NotFoundError."""
    item = db.session.get(ArrivalItem, item_id)
    if item is None:
        raise NotFoundError
    arrival_for(item.arrival_id, viewer)
    return item


def find_veteran(identity: str, name: str, viewer: Account) -> Veteran | str:
    """Return whom a line of a sheet names, or why it names nobody for sure."""
    scope = in_scope(viewer)
    if identity:
        number = parse_id_number(identity, today=clock.today()).number
        index = Veteran.id_number.blind(number)
        veteran = db.session.scalar(select(Veteran).where(Veteran.id_number_index == index, scope))
        return veteran if veteran is not None else "没有登记过这个身份证号，请先代办登记。"
    found = list(db.session.scalars(select(Veteran).where(Veteran.name == name, scope).limit(3)))
    if len(found) == 1:
        return found[0]
    if found:
        return "有同名的人，请填身份证号。"
    return "没有登记过这个人，请先代办登记。"
