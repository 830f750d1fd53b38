"""Operations on applications: apply, refer, answer, withdraw, cancel; silence and the end."""

from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.access import Role
from core.db import db, lock_row
from core.errors import DomainError, Refusals
from core.features import installed
from core.parameters.registry import amount_of
from core.slices import Ids
from jobs.applications import lifecycle, messages, queries
from jobs.applications.contacts import end_consent_without_purpose, give_consent
from jobs.applications.facts import Answer
from jobs.applications.models import (
    Application,
    ApplicationEvent,
    ApplicationStatus,
    Origin,
)
from jobs.applications.parameters import EXPIRE_DAYS
from jobs.applications.wording import REJECTION_SENTENCES
from jobs.vacancies.models import Vacancy, VacancyStatus
from people.accounts.models import Account
from people.secrecy.designations import refuse_designations
from people.secrecy.names import refuse_name
from people.veterans.models import Veteran


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
    vacancy = lock_row(vacancy)  # it may be removed at the same moment
    if not vacancy.is_open(clock.today()):
        raise DomainError("这个岗位已经停止招聘，投不了了。")
    _refuse_unsafe(veteran, note=note)
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
    record_event(application, by.role if by else Role.VETERAN, by.id if by else veteran.account_id)
    words = f"“{vacancy.title}”收到一份新的投递。"
    messages.notify_employer(application, "new", "有人投递了岗位", words)
    audit.record(
        "application.apply", "application", application.id, origin=origin.value, about=[veteran.id]
    )
    if shares_contact:
        given_to = by.id if by else None
        give_consent(veteran, vacancy.employer, application_id=application.id, given_to=given_to)
    return application


def move_application(
    application: Application, event: str, *, by: Account, answer: Answer | None = None
) -> None:
    """Change the status of an application by one event and notify the other side.

    Vacancy and application are locked, in this order, so that both sides, and whoever ends the
    vacancy, take turns. Raises DomainError where the role, the status or the vacancy does not
    allow it, a reason is missing, an interview has no time or place, all places are taken, or
    the employer is not verified.
    """
    if by.role is Role.VETERAN and event not in lifecycle.OWN:
        raise DomainError("这一步由单位来做。")
    answer = answer or Answer()
    _check_answer(event, answer, application.veteran)
    vacancy, locked = lock_row(application.vacancy), lock_row(application)
    _require_allowed(vacancy, event, by)
    before = locked.status
    lifecycle.LIFE.move(locked, event, role=by.role)
    if locked.status is ApplicationStatus.OFFERED:
        _require_place(vacancy, locked)
    if answer.shares_contact and locked.status is ApplicationStatus.ACCEPTED:
        give_consent(locked.veteran, vacancy.employer, application_id=locked.id)
    _keep_answer(locked, event, answer)
    close_if_ended(locked, before)
    if event not in lifecycle.OWN:
        locked.answered_at = clock.now()
    record_event(locked, by.role, by.id, answer.why or answer.note)
    db.session.flush()
    installed().follow("application", locked, event)
    messages.notify_other_side(locked, event)
    audit.record(
        f"application.{event}",
        "application",
        locked.id,
        before=before.value,
        after=locked.status.value,
        about=[locked.veteran_id],
    )


def remind_silent(today: date, ids: Ids | None = None) -> int:
    """Notify both sides of applications that wait too long, once each; return how many."""
    sent = 0
    for application in queries.silent_applications(queries.patience_on(today).moment, ids):
        sent += messages.remind(application)
    audit.record("application.remind_silent", "application", None, count=sent)
    return sent


def unanswered(today: date, ids: Ids | None = None) -> list[Application]:
    """Return running applications without an answer long after the vacancy ended."""
    first_waiting = clock.start_of(today - timedelta(days=amount_of(EXPIRE_DAYS, today)))
    return queries.unanswered_after_close(first_waiting, ids)


def end_unanswered(today: date, ids: Ids | None = None) -> int:
    """End applications without an answer long after the vacancy ended; return how many."""
    overdue = unanswered(today, ids)
    for application in overdue:
        before = application.status
        lifecycle.LIFE.move(application, "expire", role=None)
        close_if_ended(application, before)
        record_event(application, None, None)
        messages.notify_other_side(application, "expire")
    db.session.flush()
    audit.record("application.end_unanswered", "application", None, count=len(overdue))
    return len(overdue)


def _refuse_unsafe(veteran: Veteran, **texts: str) -> None:
    """Raise DomainError for texts by field that name a unit, or the veteran to the employer."""
    refusals = Refusals()
    for field, text in texts.items():
        with refusals.collecting():
            refuse_designations(text, field=field)
        with refusals.collecting():
            refuse_name(text, veteran.name, field=field)
    refusals.raise_if_any()


def _check_answer(event: str, answer: Answer, veteran: Veteran) -> None:
    refusals = Refusals()
    with refusals.collecting():
        _refuse_unsafe(veteran, note=answer.note, why=answer.why)
    if event in lifecycle.NEEDS_WORDS and not answer.why.strip():
        refusals.add("请写明为什么，对方会看到。", field="why")
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


def _require_allowed(vacancy: Vacancy, event: str, by: Account) -> None:
    """Raise DomainError where the vacancy or its employer must not go on with an application."""
    if event in lifecycle.HELD and vacancy.status is VacancyStatus.REMOVED:
        raise DomainError("这个岗位已经下架，不能再约人、录用。")
    if event in lifecycle.HELD and vacancy.hidden_at is not None:
        raise DomainError("有人举报这个岗位，正在核查，核查完才能继续。")
    needs_verification = event not in lifecycle.WITHOUT_VERIFICATION
    is_unverified = not vacancy.employer.is_verified(clock.today())
    if by.role is Role.EMPLOYER and needs_verification and is_unverified:
        raise DomainError("单位核实已到期，重新核实以后才能处理投递。")


def _require_place(vacancy: Vacancy, application: Application) -> None:
    """Raise DomainError where offers and acceptances would outnumber the headcount."""
    taken = queries.count_places_taken(vacancy.id, but=application.id)
    if taken >= vacancy.headcount:
        raise DomainError(f"“{vacancy.title}”招 {vacancy.headcount} 人，已经都定了人。")


def _keep_answer(application: Application, event: str, answer: Answer) -> None:
    application.status_note = (answer.why or answer.note).strip()
    if event in lifecycle.NEEDS_REASON and answer.reason is not None:
        application.reject_reason = answer.reason
        application.status_note = REJECTION_SENTENCES[answer.reason]
    if event in lifecycle.NEEDS_MEETING:
        application.interview_at = answer.interview_at
        application.interview_place = answer.interview_place.strip()


def close_if_ended(application: Application, before: ApplicationStatus) -> None:
    """Note when an application ended; a failed one ends the employer's look at the person."""
    if application.status in lifecycle.ENDED:
        application.last_active_status = before
        application.closed_at = clock.now()
    if application.status in lifecycle.FAILED:
        end_consent_without_purpose(application)


def record_event(
    application: Application, role: Role | None, by_id: int | None, note: str = ""
) -> None:
    """Add an event to an application's history; without a role a scheduled task caused it."""
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
