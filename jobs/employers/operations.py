"""Deeds of employers: register, correct, ask again; and of the bureau: verify, return, refuse."""

from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.access import Role
from core.db import db
from core.errors import DomainError
from jobs.employers import credit_code, documents, queries
from jobs.employers.facts import EmployerFacts
from jobs.employers.models import Employer, EmployerMember, EmployerStatus
from people.accounts.operations import create_account
from people.notices.operations import Message, notify
from people.secrecy.designations import find_designations
from people.secrecy.personal_numbers import normalise_phone

DUE_SOON = 30  # days before a verification runs out in which its employer is told
DECIDABLE = (EmployerStatus.PENDING, EmployerStatus.LAPSED, EmployerStatus.VERIFIED)
MAY_ASK_AGAIN = (EmployerStatus.RETURNED, EmployerStatus.LAPSED)
# What verification vouches for: changing it means it has to be looked at again.
VOUCHED_FOR = ("name", "credit_code")


def register_employer(facts: EmployerFacts, *, password: str) -> Employer | None:
    """Create an employer's account and the employer, waiting for verification.

    Returns None, and creates nothing, where this contact has an account already: the visitor
    gets the same answer either way, so nobody can ask who is registered.
    """
    code = _checked_code(facts.credit_code)
    phone = normalise_phone(facts.contact_phone)
    try:
        with db.session.begin_nested():
            account = create_account(
                role=Role.EMPLOYER, name=facts.contact_name, phone=phone, password=password
            )
    except DomainError as error:
        if error.field != "phone":
            raise
        audit.record("employer.register_again", "employer")
        return None
    if queries.by_credit_code(code) is not None:
        raise _code_taken()
    employer = add_employer(facts)
    db.session.add(EmployerMember(account_id=account.id, employer_id=employer.id))
    db.session.flush()
    return employer


def add_employer(
    facts: EmployerFacts, *, source: str = "", import_batch_id: int | None = None
) -> Employer:
    """Add an employer that waits for verification; an imported one may lack its code."""
    employer = Employer(
        submitted_at=clock.now(), source=source, import_batch_id=import_batch_id, name=facts.name
    )
    _write(employer, facts)
    db.session.add(employer)
    _flush()
    audit.record("employer.add", "employer", employer.id, source=bool(source))
    return employer


def edit_employer(employer: Employer, facts: EmployerFacts, *, code_note: str = "") -> None:
    """Correct an employer's data.

    A verified employer whose name or code changes waits for verification again. `code_note` is
    staff's reason for a code whose check fails; an employer has none to give. An empty phone
    number leaves the one there is.
    """
    before = [getattr(employer, column) for column in VOUCHED_FOR]
    _write(employer, facts, code_note=code_note)
    if employer.status is EmployerStatus.VERIFIED and before != [
        getattr(employer, column) for column in VOUCHED_FOR
    ]:
        employer.status, employer.submitted_at = EmployerStatus.PENDING, clock.now()
        employer.status_note = "单位名称或信用代码有改动，需要重新核实。"
    _flush()
    audit.record("employer.edit", "employer", employer.id, status=employer.status.value)


def resubmit_employer(employer: Employer) -> None:
    """Ask for verification again after a return or a lapse."""
    if employer.status not in MAY_ASK_AGAIN:
        raise DomainError(f"单位现在是“{employer.status.label}”，不用再提交。")
    _require_complete(employer)
    employer.status, employer.submitted_at = EmployerStatus.PENDING, clock.now()
    db.session.flush()
    audit.record("employer.resubmit", "employer", employer.id)


def verify_employer(
    employer: Employer,
    *,
    by_id: int,
    verify_days: int,
    code_note: str = "",
    paper_note: str = "",
) -> None:
    """Vouch for an employer for `verify_days` days; it may then publish.

    Raises DomainError where data are missing, the code's check fails and no reason is given, or
    licence and authorisation were neither handed in nor seen as `paper_note` says.
    """
    _require_decidable(employer)
    _require_complete(employer)
    _require_papers(employer, paper_note)
    note = code_note or employer.code_note
    _checked_code(employer.credit_code or "", note=note, field="code_note")
    employer.status, employer.status_note, employer.code_note = EmployerStatus.VERIFIED, "", note
    employer.verified_at, employer.verified_by = clock.now(), by_id
    employer.verified_until = clock.today() + timedelta(days=verify_days)
    db.session.flush()
    seen = bool(paper_note.strip())
    audit.record(
        "employer.verify", "employer", employer.id, code_accepted=bool(note), papers_seen=seen
    )


def return_employer(employer: Employer, *, reason: str) -> None:
    """Send an employer's data back to be completed; the reason is shown to it."""
    _require_decidable(employer)
    _decide(employer, EmployerStatus.RETURNED, reason)
    audit.record("employer.return", "employer", employer.id)


def refuse_employer(employer: Employer, *, reason: str) -> None:
    """Refuse an employer, or withdraw a verification; none of its posts is open from now on."""
    _require_decidable(employer)
    _decide(employer, EmployerStatus.REFUSED, reason)
    audit.record("employer.refuse", "employer", employer.id)


def lapse_overdue(today: date) -> int:
    """Mark verifications that ran out before today and return how many. Safe to run twice."""
    overdue = queries.overdue_verifications(today)
    for employer in overdue:
        employer.status = EmployerStatus.LAPSED
        employer.status_note = "核实已满期限，请核对资料后重新提交。"
    db.session.flush()
    audit.record("employer.lapse_overdue", "employer", None, count=len(overdue))
    return len(overdue)


def remind_due(today: date) -> int:
    """Tell employers whose verification runs out within thirty days, once a term."""
    sent = 0
    for employer in queries.due_between(today, today + timedelta(days=DUE_SOON)):
        key = f"employer {employer.id} due {employer.verified_until}"
        body = (
            f"单位核实有效到 {employer.verified_until:%m月%d日}，到期后岗位不再显示。"
            "资料没有变化的，请打电话或到单位资料页申请重新核实。"
        )
        message = Message(key, "employer", "核实快到期了", body, "employers.profile")
        sent += notify(queries.recipient_of(employer), message)
    audit.record("employer.remind_due", "employer", None, count=sent)
    return sent


def show_phone(employer: Employer, *, reason: str) -> str:
    """Return an employer's phone number whole, and record who wanted it and why."""
    if not reason.strip():
        raise DomainError("请写为什么要看完整号码。", field="purpose")
    audit.record("employer.show_phone", "employer", employer.id, reason=reason.strip()[:60])
    return employer.contact_phone or ""


def _write(employer: Employer, facts: EmployerFacts, *, code_note: str = "") -> None:
    _refuse_secrets(facts)
    code = _checked_code(facts.credit_code, note=code_note) if facts.credit_code else None
    employer.name, employer.credit_code, employer.code_note = facts.name, code, code_note
    employer.industry, employer.staffing = facts.industry, facts.staffing
    employer.introduction, employer.address = facts.introduction, facts.address
    employer.division_code, employer.contact_name = facts.division_code, facts.contact_name
    phone = normalise_phone(facts.contact_phone) if facts.contact_phone else employer.contact_phone
    if phone != employer.contact_phone:  # sealing anew would make a change where there is none
        employer.contact_phone = phone


def _refuse_secrets(facts: EmployerFacts) -> None:
    for hit in find_designations(facts.introduction):
        message = f"“{hit.words}”像是部队番号，可能涉密，请改写，比如“某部”。"
        raise DomainError(message, field="introduction")


def _checked_code(text: str, *, note: str = "", field: str = "credit_code") -> str:
    """Return a credit code as it is written; a reason accepts a failed check, nothing else."""
    code = credit_code.normalise(text)
    fault = credit_code.find_fault(code)
    if fault is not None and not (fault.can_be_accepted and note):
        hint = "确认属实的，请写明接受的理由。" if field == "code_note" else ""
        raise DomainError(fault.message + hint, field=field)
    return code


def _require_decidable(employer: Employer) -> None:
    if employer.status not in DECIDABLE:
        raise DomainError(f"单位现在是“{employer.status.label}”，要等它重新提交。")


def _require_complete(employer: Employer) -> None:
    missing = employer.missing()
    if missing:
        raise DomainError(f"资料还不全，缺：{'、'.join(missing)}。")


def _require_papers(employer: Employer, paper_note: str) -> None:
    missing = documents.missing_documents(employer.id)
    if missing and not paper_note.strip():
        message = f"还没有交：{'、'.join(missing)}。看过原件的，请在下面写明。"
        raise DomainError(message, field="paper_note")


def _decide(employer: Employer, status: EmployerStatus, reason: str) -> None:
    if not reason.strip():
        raise DomainError("请写明理由，单位会看到。", field="reason")
    employer.status, employer.status_note = status, reason.strip()
    employer.verified_until = None
    db.session.flush()


def _flush() -> None:
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        raise _code_taken() from error


def _code_taken() -> DomainError:
    return DomainError(
        "这个统一社会信用代码已经登记过。要接着用，请联系退役军人事务局。", field="credit_code"
    )
