"""What arrivals add to the world of the access tests: one of the veteran, with one item."""

from datetime import date
from typing import Any

from people.arrivals.models import Arrival, ArrivalItem
from tests.support.rows import save

GUARDED = frozenset({"arrival_id", "item_id"})


def things(ids: dict[str, Any]) -> dict[str, int]:
    """Make an arrival of the veteran, in a year."""
    arrival = save(
        Arrival(
            veteran_id=ids["veteran_id"],
            year=2026,
            approved_on=date(2026, 9, 1),
            report_due_on=date(2026, 10, 1),
        )
    )
    item = save(
        ArrivalItem(arrival_id=arrival.id, key="report", name="报到", owner="局", position=0)
    )
    return {"arrival_id": arrival.id, "item_id": item.id, "year": arrival.year}
