"""Record contract and social insurance of a placement, once they are known."""

from core import audit
from core.db import db, lock_row
from core.errors import Refusals
from placements.placements.facts import ContractFacts, check_contract_end
from placements.placements.models import Placement, PlacementStatus


def record_contract(placement: Placement, facts: ContractFacts) -> None:
    """Set what is known of contract and insurance; a status once verified stays.

    Raises DomainError for a void placement and for days that contradict each other.
    """
    locked = lock_row(placement)
    refusals = Refusals()
    if locked.status is PlacementStatus.VOID:
        refusals.add("这条就业记录不成立，不用填合同。")
    with refusals.collecting():
        check_contract_end(facts.contract_on or locked.start_on, facts.contract_until)
    if facts.insured_from is not None and facts.has_insurance is False:
        refusals.add("选了不交社保，就不要填从哪天起交。", field="insured_from")
    refusals.raise_if_any()
    locked.contract, locked.contract_on = facts.contract, facts.contract_on
    locked.contract_until, locked.has_insurance = facts.contract_until, facts.has_insurance
    locked.insured_from = facts.insured_from
    db.session.flush()
    audit.record("placement.contract", "placement", locked.id, about=[locked.veteran_id])
