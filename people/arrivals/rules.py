"""Rules of arrivals that need no database."""

from datetime import date

from core import clock
from core.errors import DomainError
from people.arrivals.models import ArrivalItem, ItemStatus


def check_approved(approved_on: date) -> None:
    """Raise DomainError where a retirement would be approved after today."""
    if approved_on > clock.today():
        raise DomainError("批准退役的日期不能在今天以后。", field="approved_on")


def check_done_on(day: date | None) -> None:
    """Raise DomainError where an item would be done after today."""
    if day is not None and day > clock.today():
        raise DomainError("办理日期不能在今天以后。", field="done_on")


def check_result(item: ArrivalItem, status: ItemStatus, note: str) -> None:
    """Raise DomainError where a required item is not needed and no reason is given."""
    if status is ItemStatus.NOT_NEEDED and item.is_required and not note:
        raise DomainError("必办的事项写“不需要办”，要写明理由。", field="note")
