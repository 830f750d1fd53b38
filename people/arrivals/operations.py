"""Changes to arrivals: receive a veteran, receive a sheet of them, record an item's result."""

from collections.abc import Iterable
from dataclasses import dataclass, field
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
from people.arrivals.queries import find_veteran
from people.arrivals.rules import check_approved
from people.arrivals.sheet import Line
from people.veterans.models import Veteran

REPORT = "report"


@dataclass
class SheetReport:
    """What became of a sheet: how many were received; line, name and reason of the others."""

    received: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)


def receive(veteran: Veteran, *, approved_on: date) -> Arrival:
    """Record a veteran's arrival with the whole checklist; a veteran arrives once."""
    check_approved(approved_on)
    arrival = Arrival(
        veteran_id=veteran.id,
        year=clock.year_of(approved_on),
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
    audit.record(
        "arrival.receive", "arrival", arrival.id, year=arrival.year, about=[arrival.veteran_id]
    )
    return arrival


def receive_lines(lines: Iterable[Line], *, by: Account) -> SheetReport:
    """Receive the veterans a sheet names; a line that cannot be received does not stop others."""
    report = SheetReport()
    for line in lines:
        try:
            _receive_line(line, by)
        except DomainError as error:
            report.refused.append((line.number, line.name, error.message))
        else:
            report.received += 1
    audit.record("arrival.import", "arrival", None, received=report.received)
    return report


def _receive_line(line: Line, by: Account) -> None:
    if line.is_ruined:
        raise DomainError("身份证号存成了数字，后几位已经丢了。请在表里改成文本重新填。")
    if line.approved_on is None:
        raise DomainError(line.date_fault)
    receive(find_veteran(line.identity, line.name, by), approved_on=line.approved_on)


def tick(item: ArrivalItem, status: ItemStatus, *, by: Account, note: str = "") -> None:
    """Record that an item is done, is not needed, or is open again.

    Raises DomainError where a required item is not needed and no reason is given.
    """
    if status is ItemStatus.NOT_NEEDED and item.is_required and not note:
        raise DomainError("必办的事项写“不需要办”，要写明理由。", field="note")
    item.status, item.note = status, note
    is_open = status is ItemStatus.OPEN
    item.done_on, item.done_by = (None, None) if is_open else (clock.today(), by.id)
    if item.key == REPORT:
        item.arrival.reported_on = clock.today() if status is ItemStatus.DONE else None
    db.session.flush()
    audit.record(
        "arrival.tick",
        "arrival",
        item.arrival_id,
        item=item.key,
        status=status.value,
        about=[item.arrival.veteran_id],
    )
