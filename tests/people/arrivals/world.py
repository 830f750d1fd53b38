"""Arrivals for tests, and what they add to the world of the access tests."""

from datetime import date, timedelta
from typing import Any

from core import clock
from core.db import db, transaction
from people.arrivals import operations
from people.arrivals.models import Arrival, ArrivalItem, ItemEntry, ItemStatus, Way
from people.veterans.models import Veteran
from tests.people.accounts.world import a_phone
from tests.people.ledgers.world import an_id_number
from tests.people.veterans.world import make_veteran
from tests.support.rows import save, stored_file

GUARDED = frozenset({"arrival_id", "item_id", "round_key"})
HEAD = "姓名,身份证号码,联系电话,乡镇,退役时间,安置方式,介绍信,优待证,组织关系"


def things(ids: dict[str, Any]) -> dict[str, Any]:
    """Make an arrival of the veteran, in a year, with one item and what was changed in it."""
    arrival = save(
        Arrival(
            veteran_id=ids["veteran_id"],
            year=2026,
            approved_on=date(2026, 9, 1),
            report_due_on=date(2026, 10, 1),
        )
    )
    item = save(
        ArrivalItem(
            arrival_id=arrival.id,
            key="report",
            name="报到",
            owner="局",
            position=0,
            file_id=stored_file("确认表").id,
        )
    )
    entry = save(
        ItemEntry(
            arrival_item_id=item.id,
            round="0" * 32,
            way=Way.CELLS,
            at=clock.now(),
            before_status=ItemStatus.OPEN,
            status=ItemStatus.OPEN,
            version=1,
        )
    )
    ids_made = {"arrival_id": arrival.id, "item_id": item.id, "year": arrival.year}
    return ids_made | {"round_key": entry.round}


def make_arrival(veteran: Veteran | None = None, *, days_ago: int = 40, **more: Any) -> Arrival:
    """Receive a veteran of 榴城镇 whose retirement was approved so many days ago."""
    veteran_id = (veteran or make_veteran(**more)).id
    with transaction():
        person = db.session.get_one(Veteran, veteran_id)
        approved_on = clock.today() - timedelta(days=days_ago)
        arrival_id = operations.receive(person, approved_on=approved_on).id
    return db.session.get_one(Arrival, arrival_id)


def item_of(arrival: Arrival, key: str) -> ArrivalItem:
    """Return one item of an arrival, read anew."""
    arrival_id = arrival.id
    db.session.rollback()
    query = db.session.query(ArrivalItem).filter_by(arrival_id=arrival_id, key=key)
    item: ArrivalItem = query.one()
    return item


def line(name: str = "李大山", **cells: str) -> str:
    """Return one line below `HEAD`."""
    values = {
        "identity": an_id_number(),
        "phone": a_phone(),
        "township": "榴城",
        "retired": "2026.9.1",
        "mode": "自主就业",
        "letter": "√",
        "card": "",
        "party": "",
    }
    return ",".join([name, *(values | cells).values()])


def sheet(*lines: str, head: str = HEAD) -> bytes:
    """Return lines of CSV below a heading as a file."""
    return "\n".join([head, *lines]).encode()
