"""Restore a placement that was made void by mistake."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import db, lock_row
from core.errors import DomainError, Refusals, check_length
from jobs.applications.models import Application, ApplicationStatus
from people.accounts.models import Account
from people.veterans.operations import change_employment
from placements.placements.facts import LONGEST_REASON
from placements.placements.lifecycle import LIFE
from placements.placements.models import Placement, PlacementStatus, VoidCause
from placements.placements.operations.confirming import fill_vacancy, take_place
from placements.placements.operations.verifying import status_at_work


def restore(placement: Placement, *, by: Account, reason: str) -> None:
    """Give a void placement the status it had; what was recorded of it is there again.

    Raises DomainError where it is not void, without a reason, where the acceptance it rested on
    is cancelled, all places are taken, or the pair has another running placement.
    """
    if placement.vacancy is not None:
        lock_row(placement.vacancy)  # first, as whoever confirms does
    locked = lock_row(placement)  # two officers may press at once
    _check(locked, reason)
    if locked.verified_at is not None or locked.is_confirmed:
        take_place(locked)
    LIFE.move(locked, "restore", role=by.role)
    locked.restored_at, locked.restored_by = clock.now(), by.id
    locked.restored_reason = reason.strip()
    _save(locked)
    _link_application(locked)
    db.session.flush()
    fill_vacancy(locked)
    if locked.status is PlacementStatus.VERIFIED:
        change_employment(locked.veteran, status_at_work(locked))
    audit.record(
        "placement.restore",
        "placement",
        locked.id,
        status=locked.status.value,
        about=[locked.veteran_id],
    )


def _check(placement: Placement, reason: str) -> None:
    refusals = Refusals()
    if placement.void_cause is VoidCause.ACCEPTANCE_CANCELLED:
        refusals.add("接受录用已经取消。本人又去上班的，请重新登记到岗。")
    if not reason.strip():
        refusals.add("请写明为什么撤销。", field="reason")
    with refusals.collecting():
        check_length(reason.strip(), LONGEST_REASON, field="reason")
    refusals.raise_if_any()


def _link_application(placement: Placement) -> None:
    """Link the accepted application the placement had, unless it led to another since."""
    if placement.vacancy_id is None:
        return
    taken = select(Placement.application_id).where(Placement.application_id.is_not(None))
    query = select(Application.id).where(
        Application.veteran_id == placement.veteran_id,
        Application.vacancy_id == placement.vacancy_id,
        Application.status == ApplicationStatus.ACCEPTED,
        Application.id.not_in(taken),
    )
    placement.application_id = db.session.scalar(query.order_by(Application.id.desc()).limit(1))


def _save(placement: Placement) -> None:
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        raise DomainError("这个人在这家单位另有一条就业记录，不能撤销。") from error
