"""Receive a veteran with the checklist of their way of resettlement; change how they came."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import db, lock_row
from core.errors import DomainError
from core.parameters.registry import amount_of
from people.arrivals.checklist import ItemTemplate, checklist_of
from people.arrivals.dues import due_from, first_due
from people.arrivals.models import Arrival, ArrivalItem, ItemStatus, group_of
from people.arrivals.parameters import REPORT_DAYS
from people.arrivals.rules import check_approved
from people.veterans.models import ResettlementMode, Veteran


def receive(
    veteran: Veteran, *, approved_on: date, mode: ResettlementMode | None = None
) -> Arrival:
    """Record a veteran's arrival with the checklist of their mode; a veteran arrives once.

    Without a `mode` the one of the profile counts.
    """
    check_approved(approved_on)
    mode = mode or veteran.resettlement_mode
    arrival = Arrival(
        veteran_id=veteran.id,
        year=clock.year_of(approved_on),
        resettlement_mode=mode,
        approved_on=approved_on,
        report_due_on=approved_on + timedelta(days=amount_of(REPORT_DAYS, approved_on)),
    )
    arrival.items = [
        ArrivalItem(**new_item(one, position, approved_on))
        for position, one in enumerate(checklist_of(group_of(mode)))
    ]
    try:
        with db.session.begin_nested():
            db.session.add(arrival)
            db.session.flush()
    except IntegrityError as error:
        raise DomainError("这个人已经登记接收过了。") from error
    audit.record(
        "arrival.receive", "arrival", arrival.id, year=arrival.year, about=[arrival.veteran_id]
    )
    return arrival


def new_item(one: ItemTemplate, position: int, approved_on: date) -> dict[str, Any]:
    """Return the columns of an item that nobody has done yet."""
    return {
        "key": one.key,
        "name": one.name,
        "owner": one.owner,
        "is_required": one.is_required,
        "position": position,
        "due_on": first_due(one, approved_on),
    }


def set_facts(
    arrival: Arrival, *, year: int, approved_on: date, mode: ResettlementMode | None
) -> None:
    """Correct how a veteran was received; the checklist follows the mode, the days the approval.

    Items that were recorded stay. Open ones that the new mode does not have are dropped.
    """
    check_approved(approved_on)
    arrival = lock_row(arrival)
    arrival.year, arrival.approved_on, arrival.resettlement_mode = year, approved_on, mode
    days = amount_of(REPORT_DAYS, approved_on)
    arrival.report_due_on = approved_on + timedelta(days=days)
    _follow_mode(arrival)
    for item in arrival.items:
        item.due_on = _due_of(item, arrival)
    db.session.flush()
    audit.record("arrival.correct", "arrival", arrival.id, year=year, about=[arrival.veteran_id])


def _follow_mode(arrival: Arrival) -> None:
    wanted = checklist_of(arrival.group)
    keys = [one.key for one in wanted]
    arrival.items = [one for one in arrival.items if one.key in keys or not _is_untouched(one)]
    known = {one.key: one for one in arrival.items}
    for position, one in enumerate(wanted):
        if one.key in known:
            known[one.key].position = position
        else:
            fresh = new_item(one, position, arrival.approved_on)
            arrival.items.append(ArrivalItem(**fresh, status=ItemStatus.OPEN))


def _is_untouched(item: ArrivalItem) -> bool:
    """Return whether nothing was ever recorded about an item."""
    return item.is_open and item.version == 1 and not item.note and item.file_id is None


def _due_of(item: ArrivalItem, arrival: Arrival) -> date | None:
    one = next((one for one in checklist_of(arrival.group) if one.key == item.key), None)
    if one is None:
        return item.due_on
    if not one.after:
        return first_due(one, arrival.approved_on)
    start = next((each.done_on for each in arrival.items if each.key == one.after), None)
    return due_from(one.key, start) if start is not None else None
