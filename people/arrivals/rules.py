"""Rules of arrivals that need no database."""

from datetime import date

from core import clock
from core.errors import DomainError


def check_approved(approved_on: date) -> None:
    """Raise DomainError where a retirement would be approved after today."""
    if approved_on > clock.today():
        raise DomainError("批准退役的日期不能在今天以后。", field="approved_on")
