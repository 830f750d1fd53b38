"""What a viewer may read of a veteran's identity, and the consents it rests on.

`name_for` and `names_for` are the only way to a veteran's name on an employer's pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core import clock, looks
from core.access import Role
from core.db import db, found
from core.errors import NotFoundError
from jobs.applications.lifecycle import FAILED
from jobs.applications.models import Application, ApplicationStatus, ContactConsent, ContactView
from jobs.employers.models import Employer
from jobs.employers.queries import employer_of
from jobs.vacancies.models import Vacancy
from people.accounts.models import Account
from people.veterans.models import Veteran

MOST_VIEWS = 100  # the newest looks at contact details a veteran is shown


@dataclass(frozen=True)
class Names:
    """The names one viewer may read; `known` are the veterans' ids, None for all of them."""

    known: frozenset[int] | None

    def of(self, veteran: Veteran, otherwise: str) -> str:
        """Return the veteran's name, or the other words where the viewer may not read it.

        The name is for the answer to this request, so the look is recorded.
        """
        if self.known is not None and veteran.id not in self.known:
            return otherwise
        looks.show((veteran,))
        return veteran.name


def names_for(viewer: Account, veterans: Iterable[Veteran]) -> Names:
    """Return the names of these veterans that a viewer may read.

    Staff read the name of everyone they may see. An employer reads it by the veteran's consent
    to this employer and while it is verified: neither an offer nor a claimed placement opens it.
    """
    if viewer.role is not Role.EMPLOYER:
        return Names(None)
    employer = employer_of(viewer.id)
    return Names(disclosed_to(employer, {one.id for one in veterans}, clock.today()))


def name_for(viewer: Account, veteran: Veteran, otherwise: str) -> str:
    """Return one veteran's name, or the other words where the viewer may not read it."""
    return names_for(viewer, (veteran,)).of(veteran, otherwise)


def disclosed_to(employer: Employer, veteran_ids: Iterable[int], day: date) -> frozenset[int]:
    """Return which of these veterans show an employer who they are."""
    if not employer.is_verified(day):
        return frozenset()
    query = select(ContactConsent.veteran_id).where(
        ContactConsent.employer_id == employer.id,
        ContactConsent.veteran_id.in_(set(veteran_ids)),
        ContactConsent.withdrawn_at.is_(None),
    )
    return frozenset(db.session.scalars(query))


def contact_is_open(application: Application, day: date) -> bool:
    """Return whether the employer may see contact details: consent, verified, not refused."""
    if application.status in FAILED:
        return False
    employer = application.vacancy.employer
    return bool(disclosed_to(employer, (application.veteran_id,), day))


def lacks_contact(application: Application) -> bool:
    """Return whether a veteran accepted an offer without showing the employer who they are."""
    if application.status is not ApplicationStatus.ACCEPTED:
        return False
    return consent_to(application.veteran_id, application.vacancy.employer_id) is None


def consent_to(veteran_id: int, employer_id: int) -> ContactConsent | None:
    """Return the consent that holds towards an employer."""
    return db.session.scalar(
        select(ContactConsent).where(
            ContactConsent.veteran_id == veteran_id,
            ContactConsent.employer_id == employer_id,
            ContactConsent.withdrawn_at.is_(None),
        )
    )


def another_purpose(application: Application) -> bool:
    """Return whether another application of the veteran to the same employer has not failed."""
    query = (
        select(Application.id)
        .join(Application.vacancy)
        .where(
            Application.veteran_id == application.veteran_id,
            Vacancy.employer_id == application.vacancy.employer_id,
            Application.id != application.id,
            Application.status.not_in(FAILED),
        )
    )
    return db.session.scalar(query.limit(1)) is not None


def consents_of(veteran_id: int) -> list[ContactConsent]:
    """Return every consent to an employer, given or withdrawn, newest first."""
    query = select(ContactConsent).options(joinedload(ContactConsent.employer))
    query = query.where(ContactConsent.veteran_id == veteran_id)
    return list(db.session.scalars(query.order_by(ContactConsent.id.desc())))


def own_consent(consent_id: int, veteran_id: int) -> ContactConsent:
    """Return one of a veteran's own consents. Raises NotFoundError for another's."""
    consent = found(db.session.get(ContactConsent, consent_id))
    if consent.veteran_id != veteran_id:
        raise NotFoundError
    return consent


def views_of(veteran_id: int) -> list[ContactView]:
    """Return every time a veteran's contact details were shown to an employer, newest first."""
    query = select(ContactView).options(joinedload(ContactView.employer))
    query = query.where(ContactView.veteran_id == veteran_id)
    return list(db.session.scalars(query.order_by(ContactView.id.desc()).limit(MOST_VIEWS)))
