"""Reads of one arrival or item, of the years, and of the items a year has."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from core.db import db, found
from people.accounts.models import Account
from people.arrivals.models import Arrival, ArrivalItem
from people.veterans.queries import in_scope


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


def keys_of(year: int) -> dict[str, str]:
    """Return key and name of the items the arrivals of a year have, in their order."""
    query = (
        select(ArrivalItem.key, ArrivalItem.name)
        .join(ArrivalItem.arrival)
        .where(Arrival.year == year)
        .distinct()
    )
    return {key: name for key, name in db.session.execute(query)}  # noqa: C416 - rows, not pairs
