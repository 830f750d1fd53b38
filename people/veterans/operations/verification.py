"""Staff decide whether somebody is a veteran; every decision stays."""

from core import audit
from core.db import db
from core.errors import DomainError
from people.veterans.models import Evidence, StatusDecision, Verification, Veteran
from people.veterans.operations.profile import touch


def decide_status(
    veteran: Veteran,
    *,
    verdict: Verification,
    evidence: Evidence | None,
    note: str,
    reviewer_id: int,
) -> StatusDecision:
    """Record a decision and show it on the profile.

    Raises DomainError where a confirmation names no document or a mismatch gives no reason.
    """
    if verdict is Verification.VERIFIED and evidence is None:
        raise DomainError("请选看了什么证件。", field="evidence")
    if verdict is Verification.MISMATCH and not note:
        raise DomainError("请写明哪里不符。", field="note")
    if verdict is Verification.UNVERIFIED:
        raise DomainError("请选“已核实”或“不符”。", field="verdict")
    decision = StatusDecision(
        veteran_id=veteran.id,
        verdict=verdict,
        evidence=evidence,
        note=note,
        reviewer_id=reviewer_id,
    )
    db.session.add(decision)
    veteran.verification = verdict
    touch(veteran)
    db.session.flush()
    audit.record("veteran.decide_status", "veteran", veteran.id, verdict=verdict.value)
    return decision
