"""Facts about an employer as forms, sheets and packages hand them to the operations."""

from dataclasses import dataclass

from core.errors import DomainError
from core.labels import Labelled
from jobs.employers import credit_code
from jobs.employers.models import Industry, Staffing
from people.secrecy.designations import find_designations


class Verdict(Labelled):
    """The bureau's decision on an employer."""

    VERIFY = ("verify", "通过")
    RETURN = ("return", "退回补正")
    REFUSE = ("refuse", "不予通过")


@dataclass(frozen=True)
class EmployerFacts:
    """One employer. `division_code` is a division's code, `contact_phone` a mobile number."""

    name: str
    credit_code: str = ""
    industry: Industry | None = None
    staffing: Staffing | None = None
    introduction: str = ""
    division_code: str | None = None
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    legal_person: str | None = None  # None: it stays as it is
    is_veteran_run: bool | None = None


@dataclass(frozen=True)
class Decision:
    """A verdict with its notes.

    `code_note` accepts a credit code whose check fails; `paper_note` states how the papers were
    seen where they were not handed in.
    """

    verdict: Verdict
    reason: str = ""
    code_note: str = ""
    paper_note: str = ""


def check_credit_code(text: str, *, note: str = "", field: str = "credit_code") -> str:
    """Return a credit code as the standard writes it.

    A note accepts a code whose check character fails. Raises DomainError at `field` otherwise.
    """
    code = credit_code.normalise(text)
    fault = credit_code.find_fault(code)
    if fault is not None and not (fault.can_be_accepted and note):
        hint = "确认属实的，请写明接受的理由。" if field == "code_note" else ""
        raise DomainError(fault.message + hint, field=field)
    return code


def check_introduction(text: str) -> None:
    """Raise DomainError where an introduction names what looks like a military unit."""
    hits = find_designations(text)
    if hits:
        words = "、".join(f"“{hit.words}”" for hit in hits)
        message = f"{words}像是部队番号，可能涉密，请改写，比如“某部”。"
        raise DomainError(message, field="introduction")


def check_reason(decision: Decision) -> None:
    """Raise DomainError where an employer is returned or refused without a reason."""
    if decision.verdict is not Verdict.VERIFY and not decision.reason.strip():
        raise DomainError("请写明理由，单位会看到。", field="reason")
