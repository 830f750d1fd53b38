"""What forms pass to the operations on veterans: typed values, one class a form."""

from dataclasses import dataclass
from datetime import date

from people.veterans.models import (
    Branch,
    Evidence,
    ResettlementMode,
    SoldierClass,
    Verification,
)

CLAIM_GROUPS = 2  # of a claim code: 35 bits, and five tries in an hour


@dataclass(frozen=True)
class RegistrationFacts:
    """A veteran who registers themselves."""

    name: str
    phone: str
    password: str


@dataclass(frozen=True)
class ClaimFacts:
    """A veteran who takes over the profile a station created."""

    name: str
    phone: str
    code: str
    password: str


@dataclass(frozen=True)
class OnBehalfFacts:
    """A veteran registered by staff; `id_number` is "" where it was not given."""

    name: str
    phone: str
    id_number: str
    township_code: str


@dataclass(frozen=True)
class TakeInFacts:
    """A person who registered by themselves, and the township they belong to."""

    name: str
    phone: str
    township_code: str


@dataclass(frozen=True)
class IdentityFacts:
    """Identity number and birth date; an empty number keeps the stored one unless `drop`."""

    id_number: str = ""
    born_on: date | None = None
    drop: bool = False


@dataclass(frozen=True)
class ResettlementFacts:
    """How a veteran left the forces."""

    soldier_class: SoldierClass
    resettlement_mode: ResettlementMode | None
    retired_on: date | None


@dataclass(frozen=True)
class PlaceFacts:
    """Where a veteran would work: division codes, and names of other places as typed."""

    codes: tuple[str, ...]
    others: str
    accepts_away: bool | None


@dataclass(frozen=True)
class TermsFacts:
    """What a vacancy must offer; `pay_min` is yuan a month."""

    pay_min: int | None
    wants_lodging: bool | None
    refuses_nights: bool | None


@dataclass(frozen=True)
class DecisionFacts:
    """A decision on a veteran's status."""

    verdict: Verification
    evidence: Evidence | None
    note: str


@dataclass(frozen=True)
class ServiceFacts:
    """One spell of service; the operation refuses it without both dates."""

    branch: Branch
    specialty: str
    duty: str
    rank: str
    started_on: date | None
    ended_on: date | None


@dataclass(frozen=True)
class CredentialFacts:
    """One certificate or driving licence; `key` is the one meant where the name is not known."""

    name: str
    issued_on: date | None
    expires_on: date | None
    key: str = ""


@dataclass(frozen=True)
class WorkFacts:
    """One spell of civilian work; without `ended_on` it has not ended."""

    title: str
    employer_name: str
    started_on: date | None
    ended_on: date | None
    text: str
