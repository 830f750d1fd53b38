"""Promises of employers and the bureau's review of those that were not kept."""

from datetime import date

from core import audit, clock
from core.db import db
from core.errors import DomainError
from jobs.employers.models import Employer, HirePledge


def pledge(employer: Employer, *, headcount: int, due_on: date) -> HirePledge:
    """Promise in public to hire so many until a day."""
    today = clock.today()
    if not employer.is_verified(today):
        raise DomainError("单位核实通过后才能承诺。")
    if due_on <= today:
        raise DomainError("日期要在今天以后。", field="due_on")
    row = HirePledge(employer_id=employer.id, headcount=headcount, made_on=today, due_on=due_on)
    db.session.add(row)
    db.session.flush()
    audit.record("pledge.make", "pledge", row.id, headcount=headcount)
    return row


def withdraw_pledge(row: HirePledge) -> None:
    """Take a promise back; it leaves the public page."""
    if row.withdrawn_on is not None:
        raise DomainError("这项承诺已经撤回了。")
    row.withdrawn_on = clock.today()
    db.session.flush()
    audit.record("pledge.withdraw", "pledge", row.id)


def review_pledge(row: HirePledge, *, note: str) -> None:
    """Say why an overdue promise may be shown again, or what was agreed."""
    if not note.strip():
        raise DomainError("请写核对的结果。", field="reason")
    row.reviewed_on, row.review_note = clock.today(), note.strip()[:200]
    db.session.flush()
    audit.record("pledge.review", "pledge", row.id)


def is_public(row: HirePledge, kept: int, today: date) -> bool:
    """Tell whether a promise is shown: running, kept, or overdue and reviewed."""
    return today <= row.due_on or kept >= row.headcount or row.reviewed_on is not None
