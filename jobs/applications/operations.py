"""Operations on applications: apply, refer, answer, withdraw; consent, and contact details."""

from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.access import Role
from core.db import db, lock_row
from core.errors import DomainError, Refusals
from core.parameters.registry import amount_of
from core.slices import Ids
from jobs.applications import lifecycle, messages, queries
from jobs.applications.facts import Answer
from jobs.applications.models import (
    Application,
    ApplicationEvent,
    ApplicationStatus,
    ContactConsent,
    ContactView,
    Origin,
)
from jobs.applications.parameters import CONTACT_DAYS, EXPIRE_DAYS
from jobs.applications.wording import CONSENT, CONSENT_ON_BEHALF, REJECTION_SENTENCES
from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy
from people.accounts.models import Account
from people.secrecy.designations import refuse_designations
from people.veterans.models import Veteran

PHONE, RESUME = "phone", "resume"


def apply_for(
    veteran: Veteran,
    vacancy: Vacancy,
    *,
    by: Account | None = None,
    note: str = "",
    origin: Origin = Origin.ONLINE,
    shares_contact: bool = False,
) -> Application:
    """Create a veteran's application for a vacancy; for a referral `by` is the staff account.

    `shares_contact` records the consent that opens the contact details to this employer.
    Raises DomainError where the vacancy is closed, or an application is already running.
    """
    if not vacancy.is_open(clock.today()):
        raise DomainError("这个岗位已经停止招聘，投不了了。")
    refuse_designations(note, field="note")
    application = Application(
        veteran_id=veteran.id,
        vacancy_id=vacancy.id,
        origin=origin,
        referred_by=by.id if by else None,
        note=note.strip(),
        applied_at=clock.now(),
    )
    application.veteran, application.vacancy = veteran, vacancy
    try:
        with db.session.begin_nested():
            db.session.add(application)
            db.session.flush()
    except IntegrityError as error:
        raise DomainError("已经投过这个岗位了，在“我的投递”里看进展。") from error
    _record_event(application, by.role if by else Role.VETERAN, by.id if by else veteran.account_id)
    words = f"“{vacancy.title}”收到一份新的投递。"
    messages.notify_employer(application, "new", "有人投递了岗位", words)
    audit.record("application.apply", "application", application.id, origin=origin.value)
    if shares_contact:
        given_to = by.id if by else None
        give_consent(veteran, vacancy.employer, application_id=application.id, given_to=given_to)
    return application


def move_application(
    application: Application, event: str, *, by: Account, answer: Answer | None = None
) -> None:
    """Change the status of an application by one event and notify the other side.

    Raises DomainError where the role or the status does not allow it, a rejection has no
    reason, an interview has no time or place, or all places of the vacancy are taken.
    """
    if by.role is Role.VETERAN and event not in lifecycle.OWN:
        raise DomainError("这一步由单位来做。")
    answer = answer or Answer()
    _check_answer(event, answer)
    before = application.status
    lifecycle.LIFE.move(application, event, role=by.role)
    if application.status is ApplicationStatus.OFFERED:
        _require_place(application)
    _keep_answer(application, event, answer)
    _close_if_ended(application, before)
    if event not in lifecycle.OWN:
        application.answered_at = clock.now()
    _record_event(application, by.role, by.id, answer.note)
    db.session.flush()
    messages.notify_other_side(application, event)
    audit.record(
        f"application.{event}",
        "application",
        application.id,
        before=before.value,
        after=application.status.value,
    )


def give_consent(
    veteran: Veteran,
    employer: Employer,
    *,
    application_id: int | None = None,
    given_to: int | None = None,
) -> ContactConsent:
    """Record the consent to show contact details to one employer, unless it holds already."""
    consent = queries.consent_to(veteran.id, employer.id)
    if consent is not None:
        audit.record("contact.consent_again", "veteran", veteran.id, employer=employer.id)
        return consent
    wording = CONSENT_ON_BEHALF if given_to else CONSENT
    consent = ContactConsent(
        veteran_id=veteran.id,
        employer_id=employer.id,
        application_id=application_id,
        wording=wording.format(employer=employer.name),
        given_at=clock.now(),
        given_to=given_to,
    )
    try:
        with db.session.begin_nested():
            db.session.add(consent)
            db.session.flush()
    except IntegrityError as error:  # the same consent was given a moment ago
        raise DomainError("已经同意过了。") from error
    audit.record("contact.consent", "veteran", veteran.id, employer=employer.id)
    return consent


def withdraw_contact_consent(consent: ContactConsent) -> None:
    """Record that a consent is withdrawn: this employer sees no contact details any more."""
    if consent.withdrawn_at is not None:
        raise DomainError("这项同意已经收回过了。")
    consent.withdrawn_at = clock.now()
    db.session.flush()
    audit.record("contact.withdraw", "veteran", consent.veteran_id, employer=consent.employer_id)


def look_at_contact(application: Application, *, by: Account, what: str, today: date) -> None:
    """Record that contact details are shown to an account of the employer.

    Raises DomainError where they must not be shown.
    """
    if not queries.contact_is_open(application, today):
        raise DomainError(
            "本人没有同意给您看联系方式，或者已经收回。可以先约面试，由工作人员转告。"
        )
    if _is_long_over(application, today):
        raise DomainError("这份投递早就结束了，联系方式不再显示。")
    db.session.add(
        ContactView(
            veteran_id=application.veteran_id,
            employer_id=application.vacancy.employer_id,
            application_id=application.id,
            account_id=by.id,
            what=what,
            at=clock.now(),
        )
    )
    db.session.flush()
    audit.record("contact.view", "application", application.id, what=what)


def remind_silent(today: date, ids: Ids | None = None) -> int:
    """Notify both sides of applications that wait too long, once each; return how many."""
    sent = 0
    for application in queries.silent_applications(queries.patience_on(today).moment, ids):
        sent += messages.remind(application)
    audit.record("application.remind_silent", "application", None, count=sent)
    return sent


def unanswered(today: date, ids: Ids | None = None) -> list[Application]:
    """Return running applications without an answer long after the vacancy ended."""
    moment = clock.now() - timedelta(days=amount_of(EXPIRE_DAYS, today))
    return queries.unanswered_after_close(moment, ids)


def end_unanswered(today: date, ids: Ids | None = None) -> int:
    """End applications without an answer long after the vacancy ended; return how many."""
    overdue = unanswered(today, ids)
    for application in overdue:
        before = application.status
        lifecycle.LIFE.move(application, "expire", role=None)
        _close_if_ended(application, before)
        _record_event(application, None, None)
        messages.notify_other_side(application, "expire")
    db.session.flush()
    audit.record("application.end_unanswered", "application", None, count=len(overdue))
    return len(overdue)


def _check_answer(event: str, answer: Answer) -> None:
    refusals = Refusals()
    with refusals.collecting():
        refuse_designations(answer.note, field="note")
    if event in lifecycle.NEEDS_REASON and answer.reason is None:
        refusals.add("请选不合适的原因。", field="reason")
    if event in lifecycle.NEEDS_MEETING:
        if answer.interview_at is None:
            refusals.add("请填面试的日期和时间。", field="interview_day")
        elif answer.interview_at <= clock.now():
            refusals.add("面试时间要在现在以后。", field="interview_day")
        if not answer.interview_place.strip():
            refusals.add("请填面试地点。", field="interview_place")
    refusals.raise_if_any()


def _require_place(application: Application) -> None:
    """Raise DomainError where offers and acceptances would outnumber the headcount.

    The vacancy's row is locked, so that one caller at a time counts.
    """
    vacancy = lock_row(application.vacancy)
    taken = queries.count_places_taken(vacancy.id, but=application.id)
    if taken >= vacancy.headcount:
        raise DomainError(f"“{vacancy.title}”招 {vacancy.headcount} 人，已经都定了人。")


def _keep_answer(application: Application, event: str, answer: Answer) -> None:
    application.status_note = answer.note.strip()
    if event in lifecycle.NEEDS_REASON and answer.reason is not None:
        application.reject_reason = answer.reason
        application.status_note = REJECTION_SENTENCES[answer.reason]
    if event in lifecycle.NEEDS_MEETING:
        application.interview_at = answer.interview_at
        application.interview_place = answer.interview_place.strip()


def _close_if_ended(application: Application, before: ApplicationStatus) -> None:
    if application.status in lifecycle.ENDED:
        application.last_active_status = before
        application.closed_at = clock.now()


def _is_long_over(application: Application, today: date) -> bool:
    closed, shown_for = application.closed_at, timedelta(days=amount_of(CONTACT_DAYS, today))
    return closed is not None and clock.now() - closed > shown_for


def _record_event(
    application: Application, role: Role | None, by_id: int | None, note: str = ""
) -> None:
    db.session.add(
        ApplicationEvent(
            application_id=application.id,
            status=application.status,
            at=clock.now(),
            by_role=role.value if role else "system",
            by_id=by_id,
            note=note.strip(),
        )
    )
