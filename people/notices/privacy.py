"""Notices to a veteran: deleted with the profile."""

from core.features import PersonalData
from people.notices.models import Audience, Notice
from people.notices.operations import forget_notices


def _forget(veteran_id: int) -> None:
    """Delete all notices to a veteran."""
    forget_notices(Audience.VETERAN, veteran_id)


PERSONAL = PersonalData(tables=(Notice,), forget=_forget)
