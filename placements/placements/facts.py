"""Facts about placements as forms hand them over, and their rules."""

from dataclasses import dataclass
from datetime import date

from core import clock
from core.errors import DomainError
from core.files.storage import Document
from placements.placements.models import (
    AskedBy,
    CheckResult,
    ContractType,
    EndReason,
    VerifyMethod,
    VoidCause,
)

LONGEST_REASON = 200
CHOSEN_CAUSES = tuple(
    one for one in VoidCause if one not in (VoidCause.DENIED, VoidCause.ACCEPTANCE_CANCELLED)
)


@dataclass(frozen=True)
class ClaimFacts:
    """A veteran's work as claimed; `wage` is whole yuan a month.

    `employer_id` is an employer of the platform. Without it `employer_name` is one elsewhere, and
    `is_same` answers whether it is the employer of the platform that has this very name.
    `fair_id` with its reason replaces what the rule finds; `asked_by` is how staff heard it.
    """

    title: str
    start_on: date
    employer_name: str = ""
    employer_id: int | None = None
    is_same: bool | None = None
    fair_id: int | None = None
    fair_reason: str = ""
    asked_by: AskedBy | None = None
    contract: ContractType | None = None
    contract_until: date | None = None
    wage: int | None = None
    has_insurance: bool | None = None


@dataclass(frozen=True)
class VerifyFacts:
    """Evidence of a verification."""

    method: VerifyMethod
    note: str = ""
    document: Document | None = None


@dataclass(frozen=True)
class EndFacts:
    """Why and when the veteran left."""

    reason: EndReason
    day: date


@dataclass(frozen=True)
class CheckFacts:
    """Result of a check; `end` where the veteran has left."""

    result: CheckResult
    note: str = ""
    end: EndFacts | None = None


@dataclass(frozen=True)
class ContractFacts:
    """What the tax benefit depends on: contract and social insurance with their first days."""

    contract: ContractType | None
    contract_on: date | None
    contract_until: date | None
    has_insurance: bool | None
    insured_from: date | None


@dataclass(frozen=True)
class VoidFacts:
    """Why the bureau makes a placement void."""

    cause: VoidCause | None
    reason: str = ""


def check_contract_end(start_on: date, until: date | None) -> None:
    """Raise DomainError where a contract ends before the work begins."""
    if until is not None and until < start_on:
        raise DomainError("合同到期日不能早于到岗日期。", field="contract_until")


def check_end_day(day: date) -> None:
    """Raise DomainError where a veteran would leave in the future."""
    if day > clock.today():
        raise DomainError("离职日期不能在今天以后。", field="day")
