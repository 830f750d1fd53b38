"""Tables of veterans: the profile, its records, consents, decisions and drafts."""

from people.veterans.models.decisions import Consent, StatusDecision
from people.veterans.models.drafts import ProfileDraft
from people.veterans.models.labels import (
    LEGACY_MODES,
    UNASKED,
    VALID_MODES,
    Branch,
    ConsentPurpose,
    EmploymentStatus,
    Evidence,
    RankSystem,
    ResettlementMode,
    Schooling,
    Sex,
    SoldierClass,
    Verification,
)
from people.veterans.models.profiles import Veteran
from people.veterans.models.records import CredentialRecord, ServiceRecord, WorkRecord

__all__ = [
    "LEGACY_MODES",
    "UNASKED",
    "VALID_MODES",
    "Branch",
    "Consent",
    "ConsentPurpose",
    "CredentialRecord",
    "EmploymentStatus",
    "Evidence",
    "ProfileDraft",
    "RankSystem",
    "ResettlementMode",
    "Schooling",
    "ServiceRecord",
    "Sex",
    "SoldierClass",
    "StatusDecision",
    "Verification",
    "Veteran",
    "WorkRecord",
]
