"""Promises of employers to hire, and the bureau's review of those that were not kept."""

from core import audit, clock
from core.db import db
from core.errors import DomainError, Refusals, check_length
from jobs.employers.models import Employer
from placements.pledges.facts import LONGEST_REVIEW, PledgeFacts, check_due_day
from placements.pledges.models import HirePledge


def pledge(employer: Employer, facts: PledgeFacts) -> HirePledge:
    """Create an employer's public promise to hire so many until a day."""
    today = clock.today()
    refusals = Refusals()
    if not employer.is_verified(today):
        refusals.add("单位核实通过后才能承诺。")
    with refusals.collecting():
        check_due_day(facts.due_on)
    refusals.raise_if_any()
    row = HirePledge(
        employer_id=employer.id, headcount=facts.headcount, made_on=today, due_on=facts.due_on
    )
    db.session.add(row)
    db.session.flush()
    audit.record("pledge.make", "pledge", row.id, headcount=facts.headcount)
    return row


def withdraw_pledge(row: HirePledge) -> None:
    """Withdraw a promise; it leaves the public page."""
    if row.withdrawn_on is not None:
        raise DomainError("这项承诺已经撤回了。")
    row.withdrawn_on = clock.today()
    db.session.flush()
    audit.record("pledge.withdraw", "pledge", row.id)


def review_pledge(row: HirePledge, *, note: str) -> None:
    """Record the bureau's review of an overdue promise, which makes it public again."""
    if not note.strip():
        raise DomainError("请写核对的结果。", field="reason")
    check_length(note.strip(), LONGEST_REVIEW, field="reason")
    row.reviewed_on, row.review_note = clock.today(), note.strip()
    db.session.flush()
    audit.record("pledge.review", "pledge", row.id)
