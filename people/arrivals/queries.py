"""Reads of arrivals: a year's list, one checklist, the veteran a line of a sheet names."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import contains_eager, selectinload

from core import clock
from core.db import db, found
from core.errors import DomainError
from core.paging import count_of
from people.accounts.models import Account
from people.arrivals.models import Arrival, ArrivalItem, ItemStatus
from people.secrecy.names import name_key
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
    """Return the query of a year's arrivals within a viewer's scope, the first to report first.

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


def arrivals_of_year(viewer: Account, year: int) -> Sequence[Arrival]:
    """Return all arrivals of a year within a viewer's scope."""
    return db.session.scalars(arrivals(viewer, year)).all()


def count_arrivals(viewer: Account, year: int, *, done: bool | None = None) -> int:
    """Return how many arrivals of a year a filter leaves."""
    return count_of(arrivals(viewer, year, done=done))


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
    return found(db.session.scalar(query))


def arrival_of(veteran_id: int) -> Arrival | None:
    """Return the arrival of a veteran, None where none is recorded."""
    return db.session.scalar(select(Arrival).where(Arrival.veteran_id == veteran_id))


def item_for(item_id: int, viewer: Account) -> ArrivalItem:
    """Return an item within the viewer's scope. Raises NotFoundError."""
    item = found(db.session.get(ArrivalItem, item_id))
    arrival_for(item.arrival_id, viewer)
    return item


def find_veteran(identity: str, name: str, viewer: Account) -> Veteran:
    """Return the veteran a line of a sheet names: by identity number, else by name.

    Raises DomainError where it names no veteran of the viewer's scope, or several.
    """
    query = select(Veteran).where(in_scope(viewer))
    if identity:
        number = parse_id_number(identity, today=clock.today()).number
        by_number = query.where(Veteran.id_number_index == Veteran.id_number.blind(number))
        veteran = db.session.scalar(by_number)
        if veteran is None:
            raise DomainError("没有登记过这个身份证号，请先代办登记。")
        return veteran
    by_name = query.where(Veteran.name_key == name_key(name))
    namesakes = db.session.scalars(by_name.limit(2)).all()
    if not namesakes:
        raise DomainError("没有登记过这个人，请先代办登记。")
    if len(namesakes) > 1:
        raise DomainError("有同名的人，请填身份证号。")
    return namesakes[0]
