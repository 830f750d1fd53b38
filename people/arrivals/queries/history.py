"""Who changed which item when, and the last round an account can take back."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from core import clock
from core.db import db
from people.accounts.models import Account
from people.arrivals.models import ArrivalItem, ItemEntry, Way

UNDOABLE = timedelta(days=1)  # how long the button is offered; the rule itself is the version


@dataclass(frozen=True)
class Change:
    """One change of an item, and the name of who made it, "" where a command did."""

    entry: ItemEntry
    item: str
    by: str


def history_of(arrival_id: int) -> list[Change]:
    """Return every change of an arrival's items, the newest first."""
    query = (
        select(ItemEntry, ArrivalItem.name, Account.name)
        .join(ArrivalItem, ArrivalItem.id == ItemEntry.arrival_item_id)
        .join(Account, Account.id == ItemEntry.by_id, isouter=True)
        .where(ArrivalItem.arrival_id == arrival_id)
        .order_by(ItemEntry.id.desc())
    )
    return [Change(entry, item, by or "") for entry, item, by in db.session.execute(query)]


@dataclass(frozen=True)
class LastRound:
    """The newest save of several items an account can take back: which, and of how many."""

    key: str
    items: int
    people: int


def last_round(viewer: Account) -> LastRound | None:
    """Return the newest round of this account with items nobody changed since, of this day."""
    undoable = (
        select(ItemEntry.round, func.max(ItemEntry.id).label("last"))
        .join(ItemEntry.item)
        .where(
            ItemEntry.by_id == viewer.id,
            ItemEntry.way.in_((Way.CELLS, Way.TOGETHER)),
            ItemEntry.at > clock.now() - UNDOABLE,
            ItemEntry.version == ArrivalItem.version,
        )
        .group_by(ItemEntry.round)
        .order_by(func.max(ItemEntry.id).desc())
    )
    row = db.session.execute(undoable).first()
    if row is None:
        return None
    counted = (
        select(func.count(), func.count(ArrivalItem.arrival_id.distinct()))
        .join(ItemEntry.item)
        .where(ItemEntry.round == row.round, ItemEntry.version == ArrivalItem.version)
    )
    items, people = db.session.execute(counted.select_from(ItemEntry)).one()
    return LastRound(row.round, items, people)
