"""Personal data of a veteran's profile: its tables, and how they are deleted."""

from sqlalchemy import delete

from core.db import db
from core.drafts.models import FormDraft
from core.drafts.operations import drop_about, drop_all
from core.features import PersonalData
from people.veterans.models import (
    Consent,
    CredentialRecord,
    ProfileDraft,
    ServiceRecord,
    StatusDecision,
    Veteran,
    WorkRecord,
)

RECORDS = (ServiceRecord, CredentialRecord, WorkRecord)  # deleted with the profile by cascade
OTHERS = (Consent, StatusDecision, ProfileDraft)


def _forget(veteran_id: int) -> None:
    """Delete a veteran's consents and decisions, what they typed and what was typed about them."""
    veteran = db.session.get_one(Veteran, veteran_id)
    if veteran.account_id is not None:
        drop_all(veteran.account_id)
    drop_about(f"/veterans/{veteran_id}/", [word for word in (veteran.name, veteran.phone) if word])
    for table in OTHERS:
        db.session.execute(delete(table).where(table.veteran_id == veteran_id))


PERSONAL = PersonalData(
    tables=(*RECORDS, *OTHERS, FormDraft), forget=_forget
)  # `everything_about` shows them itself
