"""The stops of a veteran's itineraries, deleted with the profile."""

from sqlalchemy import delete, select

from core.db import db
from core.features import PersonalData
from fairs.fairs.models import SignUp
from matching.fairplan.models import PlanStop


def _forget(veteran_id: int) -> None:
    """Delete the veteran's stops; the sign-ups they point to are deleted after them."""
    ids = select(SignUp.id).where(SignUp.veteran_id == veteran_id)
    db.session.execute(delete(PlanStop).where(PlanStop.sign_up_id.in_(ids)))


PERSONAL = PersonalData(tables=(PlanStop,), forget=_forget)
