"""Deeds on arrivals: receive somebody, tick an item off, take it back."""

from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import db
from core.errors import DomainError
from core.parameters.registry import amount_of
from people.accounts.models import Account
from people.arrivals.checklist import item_templates
from people.arrivals.models import Arrival, ArrivalItem, ItemStatus
from people.arrivals.parameters import REPORT_DAYS
from people.veterans.models import Veteran

REPORT = "report"


def receive(veteran: Veteran, *, approved_on: date, year: int | None = None) -> Arrival:
    """Receive somebody in a year, with the whole checklist; once a person."""
    if approved_on > clock.today():
        raise DomainError("批准退役的日期不能在今天以后。", field="approved_on")
    arrival = Arrival(
        veteran_id=veteran.id,
        year=year or approved_on.year,
        approved_on=approved_on,
        report_due_on=approved_on + timedelta(days=amount_of(REPORT_DAYS, approved_on)),
    )
    arrival.items = [
        ArrivalItem(
            key=one.key,
            name=one.name,
            owner=one.owner,
            is_required=one.is_required,
            position=position,
            due_on=approved_on + timedelta(days=one.due_days),
        )
        for position, one in enumerate(item_templates())
    ]
    try:
        with db.session.begin_nested():
            db.session.add(arrival)
            db.session.flush()
    except IntegrityError as error:
        raise DomainError("这个人已经登记接收过了。") from error
    audit.record("arrival.receive", "arrival", arrival.id, year=arrival.year)
    return arrival


def tick(item: ArrivalItem, status: ItemStatus, *, by: Account, note: str = "") -> None:
    """Note that an item is done, is not needed, or is open again.

    Raises DomainError where a required item is said not to be needed without a reason.
    """
    if status is ItemStatus.NOT_NEEDED and item.is_required and not note.strip():
        raise DomainError("必办的事项写“不需要办”，要写明理由。", field="note")
    item.status, item.note = status, note.strip()[:200]
    is_open = status is ItemStatus.OPEN
    item.done_on, item.done_by = (None, None) if is_open else (clock.today(), by.id)
    if item.key == REPORT:
        item.arrival.reported_on = clock.today() if status is ItemStatus.DONE else None
    db.session.flush()
    audit.record("arrival.tick", "arrival", item.arrival_id, item=item.key, status=status.value)
