"""What is stored about the changes of a sheet to a person's profile, and its end."""

from sqlalchemy import delete

from core.db import db
from core.features import PersonalData
from people.ledgers.models import LedgerChange


def _forget(veteran_id: int) -> None:
    """Delete what sheets changed in a profile."""
    db.session.execute(delete(LedgerChange).where(LedgerChange.veteran_id == veteran_id))


PERSONAL = PersonalData(tables=(LedgerChange,), forget=_forget)
