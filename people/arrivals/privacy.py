"""What becomes of an arrival when somebody asks for his data, or is forgotten."""

from typing import Any

from sqlalchemy import delete, select

from core.db import db
from people.arrivals.models import Arrival, ArrivalItem
from people.arrivals.queries import arrival_of
from people.veterans.operations import before_forgetting
from people.veterans.queries import adds_to_own_data, told


@before_forgetting
def _forget(veteran_id: int) -> None:
    """Delete a person's checklist."""
    ids = select(Arrival.id).where(Arrival.veteran_id == veteran_id)
    db.session.execute(delete(ArrivalItem).where(ArrivalItem.arrival_id.in_(ids)))
    db.session.execute(delete(Arrival).where(Arrival.veteran_id == veteran_id))


@adds_to_own_data("接收时要办的事")
def _items(veteran_id: int) -> list[dict[str, Any]]:
    arrival = arrival_of(veteran_id)
    items = arrival.items if arrival else []
    return [
        told({"事项": one.name, "部门": one.owner, "结果": one.state, "日期": one.done_on})
        for one in items
    ]
