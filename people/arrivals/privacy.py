"""The checklist of an arrival in a veteran's own data: what is shown, what is deleted."""

from typing import Any

from sqlalchemy import delete, select

from core.db import db
from core.features import PersonalData
from people.arrivals.models import Arrival, ArrivalItem, ItemEntry
from people.arrivals.queries import arrival_of
from people.veterans.queries import as_readable


def _forget(veteran_id: int) -> None:
    """Delete the arrival of a veteran with its checklist and what was changed in it."""
    ids = select(Arrival.id).where(Arrival.veteran_id == veteran_id)
    items = select(ArrivalItem.id).where(ArrivalItem.arrival_id.in_(ids))
    db.session.execute(delete(ItemEntry).where(ItemEntry.arrival_item_id.in_(items)))
    db.session.execute(delete(ArrivalItem).where(ArrivalItem.arrival_id.in_(ids)))
    db.session.execute(delete(Arrival).where(Arrival.veteran_id == veteran_id))


def _items(veteran_id: int) -> list[dict[str, Any]]:
    arrival = arrival_of(veteran_id)
    items = arrival.items if arrival else []
    return [
        as_readable(
            {
                "事项": one.name,
                "部门": one.owner,
                "结果": one.status,
                "日期": one.done_on,
                "文号": one.paper_no,
                "说明": one.note,
            }
        )
        for one in items
    ]


PERSONAL = PersonalData(
    tables=(Arrival, ArrivalItem, ItemEntry), forget=_forget, shown={"接收时要办的事": _items}
)
