"""Record the results of items: of one, of the cells of a table, of many people at once; undo."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from core import audit, clock
from core.db import db, found
from core.errors import DomainError
from core.files.storage import Document, store_document
from people.accounts.models import Account
from people.arrivals.checklist import checklist_of
from people.arrivals.dues import due_from
from people.arrivals.facts import Result
from people.arrivals.models import Arrival, ArrivalItem, ItemEntry, ItemStatus, Way
from people.arrivals.parameters import REPORT
from people.arrivals.rules import check_done_on, check_result
from people.arrivals.seen import SeenCell
from people.veterans.queries import in_scope

NOTHING = "没有改动，没有要保存的。"
NOBODY = "选中的人这一件都办过了，或者没有这一件。"
ALREADY = "别人已经记过了，没有要改的。"
MOST_NAMED = 5  # items left as they were, named in a message
CHANGED_SINCE = "这几件别人都改过了，撤不回来。"


@dataclass
class CellReport:
    """What a save of several items did: how many items, of whom; those left as they were."""

    items: int = 0
    people: set[int] = field(default_factory=set)
    left: list[str] = field(default_factory=list)

    @property
    def left_words(self) -> str:
        """The items left as they were, in a sentence; "" for none."""
        if not self.left:
            return ""
        more = f"等 {len(self.left)} 件" if len(self.left) > MOST_NAMED else ""
        named = "、".join(self.left[:MOST_NAMED])
        return f"{named}{more}别人刚改过，没有动，请刷新看一下再勾。"


class Round:
    """One save: it changes items, and keeps what each was before."""

    def __init__(self, way: Way, by_id: int | None, batch_id: int | None = None) -> None:
        self.way, self.by_id, self.batch_id = way, by_id, batch_id
        self.key = secrets.token_hex(16)
        self.entries: list[tuple[ArrivalItem, ItemEntry]] = []

    def change(self, item: ArrivalItem, result: Result) -> None:
        """Set the result of an item, where it differs; later items' days run from its day."""
        entry = ItemEntry(
            arrival_item_id=item.id,
            round=self.key,
            way=self.way,
            import_batch_id=self.batch_id,
            by_id=self.by_id,
            at=clock.now(),
            before_status=item.status,
            before_on=item.done_on,
            before_by=item.done_by,
            before_note=item.note,
            before_paper_no=item.paper_no,
            status=result.status,
            done_on=None if result.status is ItemStatus.OPEN else result.done_on,
            note=result.note,
        )
        before = item.status, item.done_on, item.note, item.paper_no
        if before == (entry.status, entry.done_on, entry.note, result.paper_no):
            return
        item.status, item.note, item.paper_no = result.status, result.note, result.paper_no
        item.done_on = entry.done_on
        item.done_by = None if result.status is ItemStatus.OPEN else self.by_id
        self.entries.append((item, entry))
        _follow(item)

    def finish(self) -> list[int]:
        """Store the round and return the ids of the people it is about."""
        db.session.flush()
        for item, entry in self.entries:
            entry.version = item.version
            db.session.add(entry)
        db.session.flush()
        return sorted({item.arrival.veteran_id for item, _ in self.entries})


def _follow(item: ArrivalItem) -> None:
    """Set what depends on an item: the day of reporting, the last day of items after it."""
    arrival = item.arrival
    if item.key == REPORT:
        arrival.reported_on = item.done_on if item.is_done else None
    later = {one.key for one in checklist_of(arrival.group) if one.after == item.key}
    for other in arrival.items if later else ():
        if other.key in later:
            start = item.done_on if item.is_done else None
            other.due_on = due_from(other.key, start) if start is not None else None


# ---- one item ----------------------------------------------------------------------------


def tick(
    item: ArrivalItem, result: Result, *, by: Account, document: Document | None = None
) -> None:
    """Record that an item is done, is not needed, or is open again, with its paper.

    Raises DomainError where a required item is not needed and no reason is given, or the day is
    to come. The caller has locked the arrival (`items_to_change`).
    """
    check_done_on(result.done_on)
    check_result(item, result.status, result.note)
    this = Round(Way.ITEM, by.id)
    if document is not None:
        item.file_id = store_document(document, by_id=by.id).id
    this.change(item, result)
    this.finish()
    audit.record(
        "arrival.tick",
        "arrival",
        item.arrival_id,
        item=item.key,
        status=result.status.value,
        about=[item.arrival.veteran_id],
    )


def items_to_change(ids: Iterable[int], viewer: Account) -> list[ArrivalItem]:
    """Return items within a viewer's scope, their arrivals locked in one order.

    Raises NotFoundError where one is not theirs to see.
    """
    wanted = sorted(set(ids))
    of_items = select(ArrivalItem.arrival_id).where(ArrivalItem.id.in_(wanted))
    _lock(select(Arrival).where(Arrival.id.in_(of_items)))
    query = (
        select(ArrivalItem)
        .join(ArrivalItem.arrival)
        .join(Arrival.veteran)
        .options(contains_eager(ArrivalItem.arrival).contains_eager(Arrival.veteran))
        .where(ArrivalItem.id.in_(wanted), in_scope(viewer))
        .order_by(Arrival.id, ArrivalItem.position)
    )
    items = list(db.session.scalars(query.execution_options(populate_existing=True)))
    if len(items) != len(wanted):
        found(None)
    return items


def _lock(query: object) -> None:
    locked = query.order_by(Arrival.id).with_for_update()  # type: ignore[attr-defined]
    list(db.session.scalars(locked.execution_options(populate_existing=True)))


# ---- cells of the table ------------------------------------------------------------------


def tick_cells(
    seen: Sequence[SeenCell], ticked: set[int], done_on: date, *, by: Account
) -> CellReport:
    """Record the cells of a table that were ticked or cleared since it was shown.

    A cell another changed meanwhile stays as it is and is named, unless it says the same by now.
    Raises DomainError where nothing is to be changed, or the day is to come.
    """
    check_done_on(done_on)
    wanted = {one.item_id: one for one in seen if one.is_done != (one.item_id in ticked)}
    if not wanted:
        raise DomainError(NOTHING)
    this, report = Round(Way.CELLS, by.id), CellReport()
    for item in items_to_change(wanted, by):
        is_ticked = item.id in ticked
        if item.version != wanted[item.id].version:
            if item.is_done != is_ticked:
                report.left.append(f"{item.arrival.veteran.name}的“{item.name}”")
            continue
        status = ItemStatus.DONE if is_ticked else ItemStatus.OPEN
        this.change(item, Result(status, done_on, item.note, item.paper_no))
    if not this.entries:
        raise DomainError(report.left_words or ALREADY)
    return _recorded(this, report)


def tick_together(
    arrival_ids: Sequence[int], key: str, done_on: date, *, by: Account
) -> CellReport:
    """Record one item as done for many people; who has it done, or not at all, stays.

    Raises DomainError where nobody is left, or the day is to come.
    """
    check_done_on(done_on)
    _lock(select(Arrival).where(Arrival.id.in_(arrival_ids)))
    query = (
        select(ArrivalItem)
        .join(ArrivalItem.arrival)
        .join(Arrival.veteran)
        .options(contains_eager(ArrivalItem.arrival).contains_eager(Arrival.veteran))
        .where(Arrival.id.in_(arrival_ids), ArrivalItem.key == key, in_scope(by))
        .order_by(Arrival.id)
    )
    this, report = Round(Way.TOGETHER, by.id), CellReport()
    for item in db.session.scalars(query.execution_options(populate_existing=True)):
        if item.is_open:
            this.change(item, Result(ItemStatus.DONE, done_on, item.note, item.paper_no))
    if not this.entries:
        raise DomainError(NOBODY)
    return _recorded(this, report)


def _recorded(this: Round, report: CellReport) -> CellReport:
    report.people = set(this.finish())
    report.items = len(this.entries)
    keys = sorted({item.key for item, _ in this.entries})
    audit.record_about("arrival.tick_many", sorted(report.people), items=keys, count=report.items)
    return report


# ---- undo --------------------------------------------------------------------------------


def undo_round(key: str, *, by: Account) -> CellReport:
    """Give the items of a round of this account what they were before; changed ones stay.

    Raises DomainError where all were changed since, NotFoundError where there is no such round.
    """
    query = select(ItemEntry).where(ItemEntry.round == key, ItemEntry.by_id == by.id)
    entries = {one.arrival_item_id: one for one in db.session.scalars(query)}
    items = items_to_change(entries, by) if entries else found(None)
    this, report = Round(Way.UNDO, by.id), CellReport()
    for item in items:
        restore(this, item, entries[item.id], report)
    if not this.entries:
        raise DomainError(CHANGED_SINCE)
    return _undone(this, report)


def restore(this: Round, item: ArrivalItem, entry: ItemEntry, report: CellReport) -> None:
    """Give an item what it was before a round, where nobody changed it since."""
    if item.version != entry.version:
        report.left.append(f"{item.arrival.veteran.name}的“{item.name}”")
        return
    before = entry.before_status, entry.before_on, entry.before_note, entry.before_paper_no
    this.change(item, Result(*before))
    item.done_by = entry.before_by


def _undone(this: Round, report: CellReport) -> CellReport:
    report.people = set(this.finish())
    report.items = len(this.entries)
    audit.record_about("arrival.undo_ticks", sorted(report.people), count=report.items)
    return report
