"""Decisions of staff on a veteran's status; every decision stays as history."""

from core import audit
from core.db import db
from people.veterans.facts import DecisionFacts
from people.veterans.models import StatusDecision, Veteran
from people.veterans.operations.profile import touch
from people.veterans.rules import check_decision


def decide_status(veteran: Veteran, facts: DecisionFacts, *, reviewer_id: int) -> StatusDecision:
    """Record a decision, apply it to the profile and return it.

    Raises DomainError where a confirmation names no document or a mismatch gives no reason.
    """
    check_decision(facts)
    decision = StatusDecision(
        veteran_id=veteran.id,
        verdict=facts.verdict,
        evidence=facts.evidence,
        note=facts.note,
        reviewer_id=reviewer_id,
    )
    db.session.add(decision)
    veteran.verification = facts.verdict
    touch(veteran)
    db.session.flush()
    audit.record("veteran.decide_status", "veteran", veteran.id, verdict=facts.verdict.value)
    return decision
