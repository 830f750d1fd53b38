"""Verify a placement: from then on it counts and its checks are due."""

from core import audit, clock
from core.db import db
from core.errors import DomainError
from core.files.storage import Document, store_document
from people.accounts.models import Account
from people.veterans.models import EmploymentStatus
from people.veterans.operations import change_employment
from placements.placements.facts import VerifyFacts
from placements.placements.lifecycle import LIFE
from placements.placements.models import (
    ContractType,
    Placement,
    PlacementCheck,
    PlacementEvidence,
    VerifyMethod,
)
from placements.placements.queries import records

CHECKS = (1, 3, 6, 12)  # months; the table of checks allows no others
NEEDS_PAPER = (VerifyMethod.CONTRACT, VerifyMethod.INSURANCE)
STATUS_BY_CONTRACT = {
    ContractType.LABOUR_SERVICE: EmploymentStatus.FLEXIBLE,
    ContractType.FLEXIBLE: EmploymentStatus.FLEXIBLE,
    ContractType.OWN_BUSINESS: EmploymentStatus.SELF_EMPLOYED,
}


def verify(placement: Placement, facts: VerifyFacts, *, by: Account) -> None:
    """Verify what both sides confirmed, create its checks and set the veteran's status.

    Raises DomainError where the method needs a document and there is none.
    """
    has_paper = facts.document is not None or bool(records.evidence_of(placement.id))
    if facts.method in NEEDS_PAPER and not has_paper:
        raise DomainError(f"“{facts.method.label}”要上传照片或 PDF。", field="file")
    LIFE.move(placement, "verify", role=by.role)
    placement.verified_at, placement.verified_by = clock.now(), by.id
    placement.verify_method, placement.verify_note = facts.method, facts.note.strip()
    if facts.document is not None:
        _add_evidence(placement, facts.method, facts.document, by)
    for months in CHECKS:
        due_on = clock.months_after(placement.start_on, months)
        db.session.add(PlacementCheck(placement_id=placement.id, months=months, due_on=due_on))
    change_employment(placement.veteran, status_at_work(placement))
    db.session.flush()
    audit.record(
        "placement.verify",
        "placement",
        placement.id,
        method=facts.method.value,
        about=[placement.veteran_id],
    )


def status_at_work(placement: Placement) -> EmploymentStatus:
    """Return the employment status of a veteran whose placement is verified, by its contract."""
    contract = placement.contract or ContractType.FIXED
    return STATUS_BY_CONTRACT.get(contract, EmploymentStatus.EMPLOYED)


def _add_evidence(
    placement: Placement, kind: VerifyMethod, document: Document, by: Account
) -> None:
    stored = store_document(document, by_id=by.id)
    db.session.add(PlacementEvidence(placement_id=placement.id, kind=kind, file_id=stored.id))
    db.session.flush()
    audit.record(
        "placement.evidence",
        "placement",
        placement.id,
        kind=kind.value,
        about=[placement.veteran_id],
    )
