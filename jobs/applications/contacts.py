"""Operations on contact details: consent to one employer, its end, and each look at them."""

from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from core import audit, clock, looks
from core.db import db
from core.errors import DomainError
from core.parameters.registry import amount_of
from jobs.applications.disclosure import another_purpose, consent_to, contact_is_open
from jobs.applications.lifecycle import FAILED
from jobs.applications.models import Application, ContactConsent, ContactView
from jobs.applications.parameters import CONTACT_DAYS
from jobs.applications.wording import CONSENT, CONSENT_BY_PHONE, CONSENT_ON_BEHALF
from jobs.employers.models import Employer
from people.accounts.models import Account
from people.veterans.models import Veteran

PHONE, RESUME = "phone", "resume"


def give_consent(
    veteran: Veteran,
    employer: Employer,
    *,
    application_id: int | None = None,
    given_to: int | None = None,
    wording: str = "",
) -> ContactConsent:
    """Record the consent to show contact details to one employer, unless it holds already.

    `given_to` is the staff account that records it for the veteran, in its own wording.
    """
    consent = consent_to(veteran.id, employer.id)
    if consent is not None:
        audit.record("contact.consent_again", "veteran", veteran.id, employer=employer.id)
        return consent
    wording = wording or (CONSENT_ON_BEHALF if given_to else CONSENT)
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


def give_consent_for(application: Application, *, given_to: int | None = None) -> ContactConsent:
    """Record the consent to the employer of an application that has not failed.

    Raises DomainError for a failed one: there is nothing left to talk about.
    """
    if application.status in FAILED:
        raise DomainError("这份投递已经结束，不用再给联系方式。")
    employer = application.vacancy.employer
    return give_consent(
        application.veteran,
        employer,
        application_id=application.id,
        given_to=given_to,
        wording=CONSENT_BY_PHONE if given_to else CONSENT,
    )


def withdraw_contact_consent(consent: ContactConsent) -> None:
    """Record that a consent is withdrawn: this employer sees no contact details any more."""
    if consent.withdrawn_at is not None:
        raise DomainError("这项同意已经收回过了。")
    consent.withdrawn_at = clock.now()
    db.session.flush()
    audit.record("contact.withdraw", "veteran", consent.veteran_id, employer=consent.employer_id)


def end_consent_without_purpose(application: Application) -> None:
    """End the consent to an employer with the last application that gave it a purpose.

    Else a later application, which a booth or staff may create, would open it again unasked.
    """
    employer_id = application.vacancy.employer_id
    consent = consent_to(application.veteran_id, employer_id)
    if consent is None or another_purpose(application):
        return
    consent.withdrawn_at = clock.now()
    db.session.flush()
    audit.record("contact.end", "veteran", application.veteran_id, employer=employer_id)


def look_at_contact(application: Application, *, by: Account, what: str, today: date) -> None:
    """Record that contact details are shown to an account of the employer.

    Raises DomainError where they must not be shown.
    """
    if not contact_is_open(application, today):
        raise DomainError(
            "本人没有同意给您看联系方式，或者已经收回。可以先约面试，由工作人员转告。"
        )
    if _is_long_over(application, today):
        raise DomainError("录用已经过了很久，联系方式不再显示。")
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
    about = [application.veteran_id]
    audit.record("contact.view", "application", application.id, about=about, what=what)
    looks.recorded(about)


def _is_long_over(application: Application, today: date) -> bool:
    closed, shown_for = application.closed_at, timedelta(days=amount_of(CONTACT_DAYS, today))
    return closed is not None and clock.day_of(closed) + shown_for < today
