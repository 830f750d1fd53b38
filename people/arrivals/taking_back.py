"""The undo of an import of arrivals: what it created goes, what it changed is restored."""

from typing import Any

from sqlalchemy import Select, delete, or_, select

from core import audit
from core.db import db
from core.errors import DomainError
from people.arrivals.models import Arrival, ArrivalItem, ItemEntry, Way
from people.arrivals.operations.ticking import CellReport, Round, restore
from people.ledgers import loading as ledgers
from people.ledgers.queries import touched_people, touched_rows
from sheets.nouns import Undoing
from sheets.queries import chunks

OWN = frozenset({Arrival.__tablename__})
JUST_CHANGED = "撤销时有人正好在改这批人，没有撤。请刷新后再试。"


def undoing(batch_id: int) -> Undoing:
    """Return whom (veterans' ids) an undo sets back, and who stays: touched since in any part."""
    ids, touched = _people(batch_id)
    return Undoing(sorted(ids - touched), list(touched_rows(sorted(touched))))


def _people(batch_id: int) -> tuple[set[int], set[int]]:
    ids, touched = touched_people(batch_id, own=OWN)
    created = select(Arrival.veteran_id).where(Arrival.import_batch_id == batch_id)
    changed_item = select(ArrivalItem.arrival_id).where(ArrivalItem.version != 1)
    altered = or_(
        Arrival.version != 1,
        Arrival.updated_at != Arrival.created_at,
        Arrival.id.in_(changed_item.where(ArrivalItem.arrival_id == Arrival.id)),
    )
    ticked = _ticked(batch_id)
    later = ticked.where(ItemEntry.version != ArrivalItem.version)
    ids |= {*db.session.scalars(created), *db.session.scalars(ticked)}
    touched |= {*db.session.scalars(created.where(altered)), *db.session.scalars(later)}
    return ids, touched


def _ticked(batch_id: int) -> Select[Any]:
    """Return the query of whose items an import changed."""
    return (
        select(Arrival.veteran_id)
        .join(ArrivalItem, ArrivalItem.arrival_id == Arrival.id)
        .join(ItemEntry, ItemEntry.arrival_item_id == ArrivalItem.id)
        .where(ItemEntry.import_batch_id == batch_id, ItemEntry.way == Way.SHEET)
    )


def remove(batch_id: int, ids: list[int]) -> dict[str, int]:
    """Set back these people: delete arrivals and profiles an import made, restore the others.

    Raises DomainError where one of them was changed in the same moment.
    """
    _lock(batch_id)
    _, touched = _people(batch_id)
    if touched & set(ids):
        raise DomainError(JUST_CHANGED)
    restored = sum(_restore(batch_id, part) for part in chunks(ids))
    for part in chunks(ids):
        _delete_arrivals(batch_id, part)
    people, _ = touched_people(batch_id, own=OWN)
    figures = ledgers.remove(batch_id, [one for one in ids if one in people])
    if set(ids) - people:
        audit.record_about("arrival.undo_sheet", sorted(set(ids) - people), batch=batch_id)
    return {**figures, "unticked": restored}


def _lock(batch_id: int) -> None:
    """Lock the arrivals an import made or changed, so that nobody ticks them meanwhile."""
    is_of_batch = or_(
        Arrival.import_batch_id == batch_id, Arrival.veteran_id.in_(_ticked(batch_id))
    )
    locked = select(Arrival).where(is_of_batch).order_by(Arrival.id).with_for_update()
    list(db.session.scalars(locked.execution_options(populate_existing=True)))


def _restore(batch_id: int, ids: list[int]) -> int:
    """Give items the results they had before an import; return how many."""
    query = (
        select(ArrivalItem, ItemEntry)
        .join(ItemEntry, ItemEntry.arrival_item_id == ArrivalItem.id)
        .join(ArrivalItem.arrival)
        .where(
            ItemEntry.import_batch_id == batch_id,
            ItemEntry.way == Way.SHEET,
            Arrival.veteran_id.in_(ids),
        )
        .order_by(ArrivalItem.id)
    )
    this, report = Round(Way.UNDO, None, batch_id), CellReport()
    for item, entry in db.session.execute(query).all():
        restore(this, item, entry, report)
    this.finish()
    return len(this.entries)


def _delete_arrivals(batch_id: int, ids: list[int]) -> None:
    of_batch = select(Arrival.id).where(
        Arrival.import_batch_id == batch_id, Arrival.veteran_id.in_(ids)
    )
    items = select(ArrivalItem.id).where(ArrivalItem.arrival_id.in_(of_batch))
    db.session.execute(delete(ItemEntry).where(ItemEntry.arrival_item_id.in_(items)))
    db.session.execute(delete(ArrivalItem).where(ArrivalItem.arrival_id.in_(of_batch)))
    db.session.execute(
        delete(Arrival).where(Arrival.import_batch_id == batch_id, Arrival.veteran_id.in_(ids))
    )
