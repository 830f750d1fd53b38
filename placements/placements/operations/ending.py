"""End a placement, make it void where there was none, or take that back."""

from sqlalchemy import select

from core import audit
from core.access import Role
from core.db import db, lock_row
from core.errors import DomainError, check_length
from people.accounts.models import Account
from people.veterans.models import EmploymentStatus
from people.veterans.operations import change_employment
from placements.placements.facts import (
    CHOSEN_CAUSES,
    LONGEST_REASON,
    EndFacts,
    VoidFacts,
    check_end_day,
)
from placements.placements.lifecycle import LIFE
from placements.placements.models import Placement, PlacementStatus, Side, VoidCause

NOT_KNOWN = (EmploymentStatus.UNKNOWN, EmploymentStatus.UNREACHABLE)


def end(placement: Placement, facts: EndFacts, *, by: Account) -> None:
    """Record that the veteran left; they are among the job seekers again."""
    if facts.day < placement.start_on:
        raise DomainError("离职日期不能早于到岗日期。", field="day")
    check_end_day(facts.day)
    LIFE.move(placement, "end", role=by.role)
    placement.ended_on, placement.end_reason = facts.day, facts.reason
    _restore_status(placement, EmploymentStatus.SEEKING)
    db.session.flush()
    audit.record(
        "placement.end",
        "placement",
        placement.id,
        reason=facts.reason.value,
        about=[placement.veteran_id],
    )


def deny(placement: Placement, side: Side, *, by: Account, reason: str = "") -> None:
    """Make an unconfirmed placement void because one side denies it; a reason is optional."""
    locked = lock_row(placement)  # both sides may press at once
    if locked.status is not PlacementStatus.CLAIMED:
        raise DomainError(f"这条就业记录现在是“{locked.status.label}”，请找工作人员。")
    locked.denied_by = side
    _void(locked, VoidFacts(VoidCause.DENIED, reason), role=by.role)


def void(placement: Placement, facts: VoidFacts, *, by: Account) -> None:
    """Make a placement void for the bureau, which has to choose a cause; 其他 needs words."""
    if facts.cause not in CHOSEN_CAUSES:
        raise DomainError("请选为什么不成立。", field="cause")
    if facts.cause is VoidCause.OTHER and not facts.reason.strip():
        raise DomainError("选“其他”的，请写明为什么不成立。", field="reason")
    _void(placement, facts, role=by.role)


def undo(placement: Placement, facts: VoidFacts, *, by: Account) -> None:
    """Make a placement void: an employer denies it, the bureau gives its reason."""
    if by.role is Role.EMPLOYER:
        deny(placement, Side.EMPLOYER, by=by, reason=facts.reason)
    else:
        void(placement, facts, by=by)


def cancel_claim(placement: Placement, reason: str) -> None:
    """Make a claimed placement void, since the acceptance behind it was taken back."""
    _void(placement, VoidFacts(VoidCause.ACCEPTANCE_CANCELLED, reason), role=Role.OFFICER)


def _void(placement: Placement, facts: VoidFacts, *, role: Role) -> None:
    reason = facts.reason.strip()
    check_length(reason, LONGEST_REASON, field="reason")
    LIFE.move(placement, "void", role=role)
    placement.void_cause, placement.void_reason = facts.cause, reason
    if facts.cause is not VoidCause.DENIED:
        placement.denied_by = None  # of an earlier void that was taken back
    placement.restored_at, placement.restored_by, placement.restored_reason = None, None, ""
    before = placement.status_before
    _restore_status(placement, EmploymentStatus.SEEKING if before in NOT_KNOWN else before)
    placement.application_id = None  # the application may lead to another claim
    db.session.flush()
    audit.record(
        "placement.void",
        "placement",
        placement.id,
        cause=facts.cause.value if facts.cause else "",
        about=[placement.veteran_id],
    )


def _restore_status(placement: Placement, status: EmploymentStatus) -> None:
    """Set the veteran's employment status, unless another verified placement of theirs runs."""
    others = select(Placement.id).where(
        Placement.veteran_id == placement.veteran_id,
        Placement.id != placement.id,
        Placement.status == PlacementStatus.VERIFIED,
    )
    if placement.verified_at is not None and db.session.scalar(others.limit(1)) is None:
        change_employment(placement.veteran, status)
