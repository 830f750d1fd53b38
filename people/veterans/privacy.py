"""Personal data of a veteran's profile: its tables, and how they are deleted."""

from sqlalchemy import delete

from core.db import db
from core.features import PersonalData
from people.veterans.models import (
    Consent,
    CredentialRecord,
    ProfileDraft,
    ServiceRecord,
    StatusDecision,
    WorkRecord,
)

RECORDS = (ServiceRecord, CredentialRecord, WorkRecord)  # deleted with the profile by cascade
OTHERS = (Consent, StatusDecision, ProfileDraft)


def _forget(veteran_id: int) -> None:
    """Delete a veteran's consents, decisions and drafts."""
    for table in OTHERS:
        db.session.execute(delete(table).where(table.veteran_id == veteran_id))


PERSONAL = PersonalData(
    tables=RECORDS + OTHERS, forget=_forget
)  # `everything_about` shows them itself
