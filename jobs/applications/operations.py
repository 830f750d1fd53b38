"""Deeds on applications: apply, refer, move on, withdraw; consent, and looking at contacts."""

from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.access import Role
from core.db import db, lock_row
from core.errors import DomainError
from core.parameters.registry import amount_of
from jobs.applications import lifecycle, queries
from jobs.applications.facts import Answer
from jobs.applications.models import (
    Application,
    ApplicationEvent,
    ApplicationStatus,
    ContactConsent,
    ContactView,
    Origin,
)
from jobs.applications.parameters import EXPIRE_DAYS
from jobs.applications.wording import CONSENT, CONSENT_ON_BEHALF, KIND
from jobs.employers.models import Employer
from jobs.employers.queries import recipient_of as employer_recipient
from jobs.vacancies.models import Vacancy
from people.accounts.models import Account
from people.notices.operations import Message, notify
from people.secrecy.designations import find_designations
from people.veterans.models import Veteran
from people.veterans.queries import recipient_of

PHONE, RESUME = "phone", "resume"
PHONE_LIFE = 120  # days after the end in which a contact may still be looked at


def apply_for(
    veteran: Veteran,
    vacancy: Vacancy,
    *,
    by: Account | None = None,
    note: str = "",
    origin: Origin = Origin.ONLINE,
) -> Application:
    """Put somebody forward for a post; staff name themselves as `by` and make it a referral.

    Raises DomainError where the post is closed, or there is a running application already.
    """
    if not vacancy.is_open(clock.today()):
        raise DomainError("这个岗位已经停止招聘，投不了了。")
    _refuse_secrets(note)
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
    _notify_employer(application, "new", "有人投递了岗位", f"“{vacancy.title}”收到一份新的投递。")
    audit.record("application.apply", "application", application.id, origin=origin.value)
    return application


def move_application(
    application: Application, event: str, *, by: Account, answer: Answer | None = None
) -> None:
    """Take an application one event further and tell the other side.

    Raises DomainError where the role or the state does not allow it, a refusal has no reason,
    an interview has no time or place, or the post's places are all taken.
    """
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
    _notify_other_side(application, event)
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
    """Let one employer see how to reach somebody; a consent that holds is not given twice."""
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
    """Take a consent back: from now on this employer sees no contact details."""
    if consent.withdrawn_at is not None:
        raise DomainError("这项同意已经收回过了。")
    consent.withdrawn_at = clock.now()
    db.session.flush()
    audit.record("contact.withdraw", "veteran", consent.veteran_id, employer=consent.employer_id)


def look_at_contact(application: Application, *, by: Account, what: str, today: date) -> None:
    """Note that an employer's account is being shown a contact; raises where it may not be."""
    if not queries.contact_is_open(application, today):
        raise DomainError(
            "本人没有同意给您看联系方式，或者已经收回。可以先约面试，由工作人员转告。"
        )
    if _is_long_over(application):
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


def remind_silent(today: date) -> int:
    """Tell both sides of every application that waits too long; once a spell of silence."""
    sent = 0
    for application in queries.silent_applications(queries.patience_on(today).moment):
        sent += _remind(application)
    audit.record("application.remind_silent", "application", None, count=sent)
    return sent


def end_unanswered(today: date) -> int:
    """End applications nobody answered though the post ended long ago; return how many."""
    moment = clock.now() - timedelta(days=amount_of(EXPIRE_DAYS, today))
    overdue = queries.unanswered_after_close(moment)
    for application in overdue:
        before = application.status
        lifecycle.LIFE.move(application, "expire", role=None)
        _close_if_ended(application, before)
        _record_event(application, None, None)
        _notify_other_side(application, "expire")
    db.session.flush()
    audit.record("application.end_unanswered", "application", None, count=len(overdue))
    return len(overdue)


def _check_answer(event: str, answer: Answer) -> None:
    _refuse_secrets(answer.note)
    if event in lifecycle.NEEDS_REASON and answer.reason is None:
        raise DomainError("请选不合适的原因。", field="reason")
    if event in lifecycle.NEEDS_MEETING:
        if answer.interview_at is None:
            raise DomainError("请填面试的日期和时间。", field="interview_day")
        if answer.interview_at <= clock.now():
            raise DomainError("面试时间要在现在以后。", field="interview_day")
        if not answer.interview_place.strip():
            raise DomainError("请填面试地点。", field="interview_place")


def _refuse_secrets(text: str) -> None:
    for hit in find_designations(text):
        raise DomainError(f"“{hit.words}”像是部队番号，可能涉密，请改写。", field="note")


def _require_place(application: Application) -> None:
    """Offers and acceptances may not outnumber the headcount; the post's row is the turnstile."""
    vacancy = lock_row(application.vacancy)
    taken = queries.count_places_taken(vacancy.id, but=application.id)
    if taken >= vacancy.headcount:
        raise DomainError(f"“{vacancy.title}”招 {vacancy.headcount} 人，已经都定了人。")


def _keep_answer(application: Application, event: str, answer: Answer) -> None:
    application.status_note = answer.note.strip()
    if event in lifecycle.NEEDS_REASON and answer.reason is not None:
        application.reject_reason = answer.reason
        application.status_note = KIND[answer.reason]
    if event in lifecycle.NEEDS_MEETING:
        application.interview_at = answer.interview_at
        application.interview_place = answer.interview_place.strip()


def _close_if_ended(application: Application, before: ApplicationStatus) -> None:
    if application.status in lifecycle.ENDED:
        application.last_active_status = before
        application.closed_at = clock.now()


def _is_long_over(application: Application) -> bool:
    closed = application.closed_at
    return closed is not None and clock.now() - closed > timedelta(days=PHONE_LIFE)


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
            note=note.strip()[:200],
        )
    )


_TO_VETERAN = {
    "screen": ("单位开始看您的投递", "“{title}”：单位正在看。"),
    "shortlist": ("初选通过了", "“{title}”：初选通过，等单位约面试。"),
    "invite": ("单位约您面试", "“{title}”：{when}，{where}。去不了请早点说。"),
    "interview": ("面试记上了", "“{title}”：单位记了您来面试，等结果。"),
    "offer": ("单位想录用您", "“{title}”：单位想录用您，请答复去还是不去。"),
    "reject": ("这个岗位没有谈成", "“{title}”：{note}"),
    "expire": ("单位一直没有答复", "“{title}”已经停招，单位没有答复，这份投递结束了。"),
}
_TO_EMPLOYER = {
    "withdraw": ("有人撤回了投递", "“{title}”的一份投递由本人撤回了。"),
    "accept": ("有人接受了录用", "“{title}”：本人接受录用，请商定到岗时间，并填报到岗。"),
    "decline": ("有人谢绝了录用", "“{title}”：本人谢绝了录用。"),
}


def _notify_other_side(application: Application, event: str) -> None:
    title = application.vacancy.title
    if event in _TO_EMPLOYER:
        head, body = _TO_EMPLOYER[event]
        _notify_employer(application, event, head, body.format(title=title))
    elif event in _TO_VETERAN:
        head, body = _TO_VETERAN[event]
        when = application.interview_at
        words = body.format(
            title=title,
            note=application.status_note,
            when=f"{clock.local(when):%m月%d日 %H:%M}" if when else "",
            where=application.interview_place,
        )
        _notify_veteran(application, event, head, words)


def _notify_veteran(application: Application, event: str, title: str, body: str) -> None:
    key = f"application {application.id} {event} {application.version}"
    message = Message(key, "application", title, body, "applications.mine", application.id)
    notify(recipient_of(application.veteran), message)


def _notify_employer(application: Application, event: str, title: str, body: str) -> None:
    key = f"application {application.id} {event} to employer"
    message = Message(key, "application", title, body, "applications.detail", application.id)
    notify(employer_recipient(application.vacancy.employer), message)


def _remind(application: Application) -> int:
    last = application.answered_at or application.applied_at
    spell = f"{application.id} {last:%Y%m%d%H%M%S}"
    title = application.vacancy.title
    sent = notify(
        recipient_of(application.veteran),
        Message(
            f"silent {spell}",
            "silent",
            "单位还没有答复",
            f"“{title}”：单位还没答复，我们已经提醒它。您可以先看看别的岗位。",
            "applications.mine",
            application.id,
        ),
    )
    notify(
        employer_recipient(application.vacancy.employer),
        Message(
            f"silent employer {spell}",
            "silent",
            "有投递等您答复",
            f"“{title}”有一份投递等了很久，请尽快答复。",
            "applications.detail",
            application.id,
        ),
    )
    return int(sent)
