"""Writes people and their arrivals as staged."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import Base, db
from core.errors import DomainError
from core.parameters.registry import amount_of
from people.arrivals.checklist import checklist_of
from people.arrivals.dues import due_from
from people.arrivals.facts import Result
from people.arrivals.marks import Mark
from people.arrivals.models import Arrival, ArrivalItem, ItemStatus, Way, group_of
from people.arrivals.operations.receiving import new_item
from people.arrivals.operations.ticking import Round
from people.arrivals.parameters import REPORT, REPORT_DAYS
from people.arrivals.parsed import ParsedArrival
from people.ledgers.loading import PeopleWriter
from people.veterans.models import Veteran
from sheets.models import ImportBatch
from sheets.nouns import Loaded, OnProgress
from sheets.plan import Plan
from sheets.queries import chunks
from sheets.staging import staged_lines

_ARRIVALS = Base.metadata.tables[Arrival.__tablename__]
JUST_RECEIVED = "导入时有人正好接收了表里的人，一行也没有导入。请重新试读。"
OPEN = Mark(ItemStatus.OPEN)
Values = dict[str, Any]
Item = tuple[bool, tuple[Any, ...]]  # whether it is settled, and its values
# The columns of an item a sheet fills; besides them its arrival and who recorded it.
WRITTEN = (
    "key", "name", "owner", "is_required", "position", "due_on", "status", "done_on", "note",
    "paper_no", "version",
)  # fmt: skip


class Loader:
    """Loads one import; `on_progress` gets how many staged people are done.

    Made before the transaction, it encrypts the numbers and makes the rows of all items ahead, so
    that the one writer is held only for the inserts.
    """

    def __init__(self, staged: Path, plan: Plan, on_progress: OnProgress) -> None:
        rows = [ParsedArrival.loads(line) for line in staged_lines(staged)]
        self.total = len(rows)
        self.only = str(plan.settings.get("township") or "")
        people = (one.person for one in rows if one.writes_person)
        self.people = PeopleWriter(people, on_progress)
        self.new = [(one, list(_items(one))) for one in rows if one.arrival_id is None]
        self.changed = [one for one in rows if one.arrival_id is not None]

    def load(self, batch: ImportBatch) -> Loaded:
        """Write people, then their arrivals, then what changed, in the caller's transaction.

        Who was received or changed since the dry run is left as they are. Raises DomainError
        where someone is received in the same moment.
        """
        written = self.people.write(batch)
        try:
            received = self._insert(batch)
        except IntegrityError as error:
            raise DomainError(JUST_RECEIVED) from error
        changed = self._change(batch)
        for action, ids in (
            ("arrival.receive_by_sheet", received),
            ("arrival.tick_by_sheet", changed),
        ):
            if ids:
                audit.record_about(action, ids, batch=batch.id)
        done = {*received, *changed, *self._changed_profiles()}
        figures = {"received": len(received), "ticked": len(changed)}
        left = self.total - len(done)
        return Loaded(len(done), {**written.figures, **figures, "left": left})

    def _changed_profiles(self) -> list[int]:
        """Return whose profile alone a row changed."""
        return [one.veteran_id or 0 for one in self.changed if one.writes_person]

    def _insert(self, batch: ImportBatch) -> list[int]:
        """Insert arrivals with their items slice by slice; return whose they are."""
        stamps, received = _stamps(batch), []
        for part in chunks(self.new):
            people = {one.row: self._veteran_of(one) for one, _ in part}
            free = self._free({one for one in people.values() if one is not None})
            fresh = [(one, items) for one, items in part if people[one.row] in free]
            if not fresh:
                continue
            values = [
                {**_arrival(one), "veteran_id": people[one.row], **stamps} for one, _ in fresh
            ]
            db.session.execute(insert(_ARRIVALS), values)
            made = _made(batch.id, [people[one.row] for one, _ in fresh])
            _insert_items([(made[people[one.row]], items) for one, items in fresh], batch.by_id)
            received += [people[one.row] or 0 for one, _ in fresh]
        return received

    def _veteran_of(self, one: ParsedArrival) -> int | None:
        return one.veteran_id or self.people.created.get(one.row)

    def _free(self, ids: set[int]) -> set[int]:
        """Return those who have no arrival yet and are the viewer's to receive."""
        query = select(Veteran.id).where(
            Veteran.id.in_(ids),
            ~select(Arrival.id).where(Arrival.veteran_id == Veteran.id).exists(),
        )
        if self.only:
            query = query.where(Veteran.township_code == self.only)
        return set(db.session.scalars(query))

    def _change(self, batch: ImportBatch) -> list[int]:
        """Record what rows say of arrivals that are there; return whose they are."""
        this = Round(Way.SHEET, batch.by_id, batch.id)
        for part in chunks([one for one in self.changed if one.seen]):
            marks = {one.seen[key]: mark for one in part for key, mark in one.marks.items()}
            for item in _items_of([one.arrival_id or 0 for one in part]):
                mark = marks.get((item.id, item.version))
                if mark is not None:
                    note = mark.note or item.note
                    this.change(item, Result(mark.status, mark.done_on, note, mark.paper_no))
        return this.finish()


def _items_of(arrival_ids: list[int]) -> list[ArrivalItem]:
    """Return the items of arrivals, which are locked in one order."""
    locked = select(Arrival).where(Arrival.id.in_(arrival_ids)).order_by(Arrival.id)
    list(db.session.scalars(locked.with_for_update()))
    query = select(ArrivalItem).where(ArrivalItem.arrival_id.in_(arrival_ids))
    fresh = query.order_by(ArrivalItem.arrival_id, ArrivalItem.position)
    return list(db.session.scalars(fresh.execution_options(populate_existing=True)))


def _stamps(batch: ImportBatch) -> Values:
    now = clock.now()  # one moment: a later difference means the row was changed
    return {"created_at": now, "updated_at": now, "version": 1, "import_batch_id": batch.id}


def _arrival(arrival: ParsedArrival) -> Values:
    report = arrival.marks.get(REPORT, OPEN)
    days = amount_of(REPORT_DAYS, arrival.approved_on)
    return {
        "year": arrival.year,
        "resettlement_mode": arrival.mode,
        "approved_on": arrival.approved_on,
        "report_due_on": arrival.approved_on + timedelta(days=days),
        "reported_on": report.done_on if report.status is ItemStatus.DONE else None,
    }


def _items(one: ParsedArrival) -> Iterator[Item]:
    """Yield the items of a new arrival, with what the row says of them, as `WRITTEN` names them."""
    for position, template in enumerate(checklist_of(group_of(one.mode))):
        mark = one.marks.get(template.key, OPEN)
        item = new_item(template, position, one.approved_on)
        start = one.marks.get(template.after, OPEN).done_on
        if start is not None:
            item["due_on"] = due_from(template.key, start)
        item |= {
            "status": mark.status.value,
            "done_on": mark.done_on,
            "note": mark.note,
            "paper_no": mark.paper_no,
            "version": 1,
        }
        yield mark.status is not ItemStatus.OPEN, tuple(item[name] for name in WRITTEN)


def _insert_items(arrivals: list[tuple[int, list[Item]]], by_id: int | None) -> None:
    """Insert the items of arrivals (ids) in one statement of the driver.

    They are twelve for each person: what SQLAlchemy does for each value would double the time
    that the one writer is held.
    """
    connection = db.session.connection()
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    names = ("arrival_id", "done_by", *WRITTEN)
    insert_items = (
        f"INSERT INTO {ArrivalItem.__tablename__} ({', '.join(names)})"  # noqa: S608 - own names
        f" VALUES ({', '.join([mark] * len(names))})"
    )
    rows = [
        (arrival_id, by_id if is_settled else None, *values)
        for arrival_id, items in arrivals
        for is_settled, values in items
    ]
    connection.exec_driver_sql(insert_items, rows)


def _made(batch_id: int, veteran_ids: list[int | None]) -> dict[int | None, int]:
    """Return the ids of the arrivals an import made, by the id of the veteran."""
    query = select(Arrival.veteran_id, Arrival.id).where(
        Arrival.import_batch_id == batch_id, Arrival.veteran_id.in_(veteran_ids)
    )
    return {veteran: arrival for veteran, arrival in db.session.execute(query)}  # noqa: C416
