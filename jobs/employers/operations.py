"""Changes to employers: register, correct, submit again, decide, lapse, remind."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.access import Role
from core.db import db
from core.errors import DomainError, Refusals, check_length
from core.parameters.registry import amount_of
from core.slices import Ids
from jobs.employers import documents, queries
from jobs.employers.facts import (
    Decision,
    EmployerFacts,
    Verdict,
    check_credit_code,
    check_introduction,
    check_reason,
)
from jobs.employers.models import Employer, EmployerMember, EmployerStatus
from jobs.employers.parameters import RENEW_DAYS, VERIFY_DAYS
from people.accounts.operations import create_account, require_room
from people.notices.operations import Message, notify
from people.secrecy.personal_numbers import normalise_phone

DECIDABLE = (EmployerStatus.PENDING, EmployerStatus.LAPSED, EmployerStatus.VERIFIED)
MAY_RESUBMIT = (EmployerStatus.RETURNED, EmployerStatus.LAPSED)
# What a verification is about: an employer that changes it has to be verified again.
IDENTIFYING = ("name", "credit_code")


def register_employer(facts: EmployerFacts, *, password: str) -> Employer | None:
    """Create an employer's account and the employer, waiting for verification.

    Returns None, and creates nothing, where this contact has an account already: the visitor
    gets the same answer either way, so nobody can find out who is registered. Raises DomainError
    where the phone has as many accounts as it may.
    """
    code = check_credit_code(facts.credit_code)
    phone = normalise_phone(facts.contact_phone)
    require_room(phone)
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
    """Create an employer that waits for verification; an imported one may lack its code."""
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
    staff's reason to accept a code whose check character fails; employers give none. An empty
    phone number keeps the present one. Raises DomainError with every fault of the facts.
    """
    before = [getattr(employer, column) for column in IDENTIFYING]
    _write(employer, facts, code_note=code_note)
    if employer.status is EmployerStatus.VERIFIED and before != [
        getattr(employer, column) for column in IDENTIFYING
    ]:
        employer.status, employer.submitted_at = EmployerStatus.PENDING, clock.now()
        employer.status_note = "单位名称或信用代码有改动，需要重新核实。"
    _flush()
    audit.record("employer.edit", "employer", employer.id, status=employer.status.value)


def resubmit_employer(employer: Employer) -> None:
    """Submit an employer for verification again after a return or a lapse."""
    if employer.status not in MAY_RESUBMIT:
        raise DomainError(f"单位现在是“{employer.status.label}”，不用再提交。")
    _require_complete(employer)
    employer.status, employer.submitted_at = EmployerStatus.PENDING, clock.now()
    db.session.flush()
    audit.record("employer.resubmit", "employer", employer.id)


def decide_employer(employer: Employer, decision: Decision, *, by_id: int) -> None:
    """Verify, return or refuse an employer. Raises DomainError with every rule that refuses."""
    if employer.status not in DECIDABLE:
        raise DomainError(f"单位现在是“{employer.status.label}”，要等它重新提交。")
    if decision.verdict is Verdict.VERIFY:
        _verify(employer, decision, by_id)
        return
    check_reason(decision)
    employer.status, action = _TURNED_DOWN[decision.verdict]
    employer.status_note, employer.verified_until = decision.reason.strip(), None
    db.session.flush()
    audit.record(action, "employer", employer.id)


def verify_many(employers: Sequence[Employer], paper_note: str, *, by_id: int) -> None:
    """Verify several employers with one note on how their papers were seen; all or none.

    Raises DomainError that names the employers a rule refuses.
    """
    refusals = Refusals()
    if not employers:
        refusals.add("请勾选核实过的单位。", field="employer")
    for employer in employers:
        try:
            decision = Decision(Verdict.VERIFY, paper_note=paper_note)
            decide_employer(employer, decision, by_id=by_id)
        except DomainError as error:
            refusals.add(f"{employer.name}：{error}", field="employer")
    refusals.raise_if_any()


_TURNED_DOWN = {
    Verdict.RETURN: (EmployerStatus.RETURNED, "employer.return"),
    Verdict.REFUSE: (EmployerStatus.REFUSED, "employer.refuse"),
}


def _verify(employer: Employer, decision: Decision, by_id: int) -> None:
    """Verify an employer for `verify_days` days (a parameter); it may then publish."""
    code_note = decision.code_note or employer.code_note
    refusals = Refusals()
    with refusals.collecting():
        _require_complete(employer)
    with refusals.collecting():
        _require_papers(employer, decision.paper_note)
    if employer.credit_code:
        with refusals.collecting():
            check_credit_code(employer.credit_code, note=code_note, field="code_note")
    refusals.raise_if_any()
    today = clock.today()
    employer.status, employer.status_note = EmployerStatus.VERIFIED, ""
    employer.code_note = code_note
    employer.verified_at, employer.verified_by = clock.now(), by_id
    employer.verified_until = today + timedelta(days=amount_of(VERIFY_DAYS, today))
    db.session.flush()
    audit.record(
        "employer.verify",
        "employer",
        employer.id,
        code_accepted=bool(code_note),
        papers_seen=bool(decision.paper_note.strip()),
    )


def lapse_overdue(today: date, ids: Ids | None = None) -> int:
    """Mark verifications that ended before today and return how many. Safe to run twice."""
    overdue = queries.overdue_verifications(today, ids)
    for employer in overdue:
        employer.status = EmployerStatus.LAPSED
        employer.status_note = "核实已满期限，请核对资料后重新提交。"
    db.session.flush()
    audit.record("employer.lapse_overdue", "employer", None, count=len(overdue))
    return len(overdue)


def due_soon(today: date, ids: Ids | None = None) -> list[Employer]:
    """Return employers whose verification ends within the days of `verify_renew_days`."""
    last = today + timedelta(days=amount_of(RENEW_DAYS, today))
    return queries.due_between(today, last, ids)


def remind_due(today: date, ids: Ids | None = None) -> int:
    """Remind employers whose verification ends soon, once each; return how many were reminded."""
    sent = 0
    for employer in due_soon(today, ids):
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
    """Return an employer's whole phone number, and record who looked at it and why."""
    if not reason.strip():
        raise DomainError("请写为什么要看完整号码。", field="purpose")
    audit.record("employer.show_phone", "employer", employer.id, reason=reason.strip())
    return employer.contact_phone or ""


def _write(employer: Employer, facts: EmployerFacts, *, code_note: str = "") -> None:
    code, phone = _checked(facts, code_note)
    employer.name, employer.credit_code, employer.code_note = facts.name, code, code_note
    employer.industry, employer.staffing = facts.industry, facts.staffing
    employer.introduction, employer.address = facts.introduction, facts.address
    employer.division_code, employer.contact_name = facts.division_code, facts.contact_name
    if facts.legal_person is not None:
        employer.legal_person = facts.legal_person
    if facts.is_veteran_run is not None:
        employer.is_veteran_run = facts.is_veteran_run
    phone = phone or employer.contact_phone
    if phone != employer.contact_phone:  # sealing anew would make a change where there is none
        employer.contact_phone = phone


def _checked(facts: EmployerFacts, code_note: str) -> tuple[str | None, str | None]:
    """Return (credit code, phone) in their standard form, None where empty.

    Raises DomainError with every fault: sheets and packages come here without a form.
    """
    refusals, code, phone = Refusals(), None, None
    for column in (Employer.name, Employer.address, Employer.contact_name):
        longest = column.type.length or 0  # type: ignore[attr-defined]
        with refusals.collecting():
            check_length(getattr(facts, column.key), longest, field=column.key)
    with refusals.collecting():
        check_introduction(facts.introduction)
    with refusals.collecting():
        code = check_credit_code(facts.credit_code, note=code_note) if facts.credit_code else None
    with refusals.collecting():
        phone = normalise_phone(facts.contact_phone) if facts.contact_phone else None
    refusals.raise_if_any()
    return code, phone


def _require_complete(employer: Employer) -> None:
    missing = employer.missing()
    if missing:
        raise DomainError(f"资料还不全，缺：{'、'.join(missing)}。")


def _require_papers(employer: Employer, paper_note: str) -> None:
    missing = documents.missing_documents(employer.id)
    if missing and not paper_note.strip():
        message = f"还没有交：{'、'.join(missing)}。看过原件的，请在下面写明。"
        raise DomainError(message, field="paper_note")


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
