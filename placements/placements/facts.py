"""Facts about placements as forms hand them over, and their rules."""

from dataclasses import dataclass
from datetime import date

from core import clock
from core.errors import DomainError
from core.files.storage import Document
from placements.placements.models import (
    CheckResult,
    ContractType,
    EndReason,
    VerifyMethod,
)

LONGEST_REASON = 200


@dataclass(frozen=True)
class ClaimFacts:
    """A veteran's work as claimed; `wage` is whole yuan a month."""

    title: str
    start_on: date
    employer_name: str = ""
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


def check_contract_end(start_on: date, until: date | None) -> None:
    """Raise DomainError where a contract ends before the work begins."""
    if until is not None and until < start_on:
        raise DomainError("合同到期日不能早于到岗日期。", field="contract_until")


def check_end_day(day: date) -> None:
    """Raise DomainError where a veteran would leave in the future."""
    if day > clock.today():
        raise DomainError("离职日期不能在今天以后。", field="day")
