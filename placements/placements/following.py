"""What becomes of a placement when the acceptance it rests on is taken back."""

from sqlalchemy import select

from core.db import db, lock_row
from core.errors import DomainError
from jobs.applications.models import Application, ApplicationStatus
from placements.placements.models import Placement, PlacementStatus
from placements.placements.operations.ending import cancel_claim


def follow_application(application: Application, _event: str) -> None:
    """Make the claimed placement of a cancelled acceptance void.

    Raises DomainError where both sides have confirmed it: then the veteran left, and that is
    recorded on the placement.
    """
    if application.status is not ApplicationStatus.CANCELLED:
        return
    query = select(Placement).where(Placement.application_id == application.id)
    placement = db.session.scalar(query)
    if placement is None:
        return
    locked = lock_row(placement)
    if locked.status is PlacementStatus.CLAIMED:
        cancel_claim(locked, application.status_note)
    elif locked.status is not PlacementStatus.ENDED:
        raise DomainError("双方已经确认到岗。人不来了，请在就业记录里登记离职。")
