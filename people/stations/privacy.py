"""Tasks for one veteran: deleted with the profile."""

from sqlalchemy import delete

from core.db import db
from core.features import PersonalData
from people.stations.models import StationTask


def _forget(veteran_id: int) -> None:
    """Delete the tasks set for a veteran."""
    db.session.execute(delete(StationTask).where(StationTask.veteran_id == veteran_id))


PERSONAL = PersonalData(tables=(StationTask,), forget=_forget)
