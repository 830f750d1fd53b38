"""Reads of applications: the veteran's own, an employer's, the bureau's; consents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Exists, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from core import clock
from core.access import Role
from core.db import db, found, pairs
from core.paging import count_of
from core.parameters.registry import amount_of
from core.slices import Ids, among
from jobs.applications.lifecycle import FAILED
from jobs.applications.models import (
    Application,
    ApplicationEvent,
    ApplicationStatus,
    ContactConsent,
)
from jobs.applications.parameters import CONTACT_DAYS, EXPIRE_DAYS, SILENCE_DAYS
from jobs.employers.queries import employer_of
from jobs.vacancies.models import Vacancy
from people.accounts.models import Account
from people.veterans.queries import in_scope, own_profile

# Statuses in which the employer must act next; INVITED too, once the interview's time is past.
EMPLOYERS_TURN = (
    ApplicationStatus.APPLIED,
    ApplicationStatus.SCREENING,
    ApplicationStatus.SHORTLISTED,
    ApplicationStatus.INTERVIEWED,
)
WITH_VACANCY = (
    joinedload(Application.vacancy).joinedload(Vacancy.employer),
    joinedload(Application.veteran),
)


def _visible() -> Select[Application]:
    query = select(Application).join(Application.vacancy).join(Application.veteran)
    return query.options(
        contains_eager(Application.vacancy).joinedload(Vacancy.employer),
        contains_eager(Application.veteran),
    )


def applications_of(veteran_id: int) -> Select[Application]:
    """Return the query of one veteran's applications: open ones first, then newest first."""
    query = select(Application).options(*WITH_VACANCY).where(Application.veteran_id == veteran_id)
    is_closed = Application.closed_at.is_not(None)
    return query.order_by(is_closed, Application.applied_at.desc(), Application.id.desc())


def own_application(application_id: int, account: Account) -> Application:
    """Return a signed-in veteran's own application. Raises NotFoundError for another's."""
    query = applications_of(own_profile(account).id).where(Application.id == application_id)
    return found(db.session.scalar(query))


def application_for(application_id: int, viewer: Account) -> Application:
    """Return an application its employer or the bureau may see. Raises NotFoundError."""
    query = _visible().where(Application.id == application_id, _scope(viewer))
    return found(db.session.scalar(query))


def _scope(viewer: Account) -> ColumnElement[bool]:
    if viewer.role is Role.EMPLOYER:
        return Vacancy.employer_id == employer_of(viewer.id).id
    return in_scope(viewer)


def applications_seen_by(
    viewer: Account,
    *,
    status: ApplicationStatus | None = None,
    vacancy_id: int | None = None,
    veteran_id: int | None = None,
    only_open: bool = False,
    silent_by: datetime | None = None,
    only_unreached: bool = False,
) -> Select[Application]:
    """Return the query of applications within a viewer's scope, newest first.

    `silent_by` keeps those whose employer has not answered since that moment, oldest first;
    `only_unreached` those accepted by veterans whom the employer has no way to reach.
    """
    query = _visible().where(_scope(viewer))
    if status is not None:
        query = query.where(Application.status == status)
    if vacancy_id is not None:
        query = query.where(Application.vacancy_id == vacancy_id)
    if veteran_id is not None:
        query = query.where(Application.veteran_id == veteran_id)
    if only_open:
        query = query.where(Application.closed_at.is_(None))
    if only_unreached:
        query = query.where(_is_unreached())
    if silent_by is not None:
        return query.where(_is_silent(silent_by)).order_by(_last_word(), Application.id)
    return query.order_by(Application.applied_at.desc(), Application.id.desc())


def count_by_status(viewer: Account) -> dict[ApplicationStatus, int]:
    """Return how many applications within a viewer's scope have each status."""
    query = (
        select(Application.status, func.count())
        .join(Application.vacancy)
        .join(Application.veteran)
        .where(_scope(viewer))
        .group_by(Application.status)
    )
    return pairs(query)


def count_new(viewer: Account) -> int:
    """Return how many applications have no answer of the employer yet."""
    return count_of(applications_seen_by(viewer, status=ApplicationStatus.APPLIED))


@dataclass(frozen=True)
class Patience:
    """How long an application may wait: `days`, and the moment before which it waits too long.

    `days_after_end` is how long one waits on after its vacancy has ended.
    """

    days: int
    moment: datetime
    days_after_end: int


def patience_on(day: date) -> Patience:
    """Return how long an application may wait for an answer on a day."""
    days = amount_of(SILENCE_DAYS, day)
    return Patience(days, clock.start_of(day - timedelta(days=days)), amount_of(EXPIRE_DAYS, day))


def count_silent(viewer: Account) -> int:
    """Return how many applications within a viewer's scope wait too long for an answer."""
    return count_of(applications_seen_by(viewer, silent_by=patience_on(clock.today()).moment))


def count_unreached(viewer: Account) -> int:
    """Return how many accepted an offer whose contact details the employer may not see."""
    return count_of(applications_seen_by(viewer, only_unreached=True))


def _is_unreached() -> ColumnElement[bool]:
    today = clock.today()
    since = clock.start_of(today - timedelta(days=amount_of(CONTACT_DAYS, today)))
    consents = select(ContactConsent.id).where(
        ContactConsent.veteran_id == Application.veteran_id,
        ContactConsent.employer_id == Vacancy.employer_id,
        ContactConsent.withdrawn_at.is_(None),
    )
    return and_(
        Application.status == ApplicationStatus.ACCEPTED,
        Application.closed_at >= since,
        ~consents.exists(),
    )


def silent_applications(moment: datetime, ids: Ids | None = None) -> list[Application]:
    """Return every application whose employer has not answered since a moment, oldest first."""
    query = _visible().where(_is_silent(moment)).order_by(_last_word(), Application.id)
    return list(db.session.scalars(among(query, Application, ids)))


def _last_word() -> ColumnElement[datetime]:
    return func.coalesce(Application.answered_at, Application.applied_at)


def _is_silent(moment: datetime) -> ColumnElement[bool]:
    waits = and_(Application.status.in_(EMPLOYERS_TURN), _last_word() < moment)
    met = and_(Application.status == ApplicationStatus.INVITED, Application.interview_at < moment)
    return or_(waits, met)


def is_silent(application: Application, moment: datetime) -> bool:
    """Return for one application in memory what `_is_silent` tests in the database."""
    if application.status is ApplicationStatus.INVITED:
        at = application.interview_at
        return at is not None and at < moment
    last = application.answered_at or application.applied_at
    return application.status in EMPLOYERS_TURN and last < moment


def open_application(veteran_id: int, vacancy_id: int) -> Application | None:
    """Return a veteran's running application for a vacancy, if there is one."""
    return db.session.scalar(
        select(Application).where(
            Application.veteran_id == veteran_id,
            Application.vacancy_id == vacancy_id,
            Application.closed_at.is_(None),
        )
    )


def running_applications(veteran_id: int, vacancy_ids: Sequence[int]) -> dict[int, int]:
    """Return the ids of a veteran's running applications among vacancies, by vacancy."""
    query = select(Application.vacancy_id, Application.id).where(
        Application.veteran_id == veteran_id,
        Application.vacancy_id.in_(vacancy_ids),
        Application.closed_at.is_(None),
    )
    return pairs(query)


def events_of(application: Application) -> list[ApplicationEvent]:
    """Return the history of an application, oldest first."""
    query = select(ApplicationEvent).where(ApplicationEvent.application_id == application.id)
    return list(db.session.scalars(query.order_by(ApplicationEvent.id)))


def unanswered_after_close(moment: datetime, ids: Ids | None = None) -> list[Application]:
    """Return running applications for vacancies that ended before a moment."""
    query = _visible().where(
        Application.closed_at.is_(None),
        Application.status != ApplicationStatus.OFFERED,
        Vacancy.closed_at < moment,
    )
    return list(db.session.scalars(among(query, Application, ids).order_by(Application.id)))


def informed_of_vacancy(vacancy_id: int) -> list[Application]:
    """Return the applications for a vacancy that have not failed, the oldest first."""
    query = _visible().where(
        Application.vacancy_id == vacancy_id, Application.status.not_in(FAILED)
    )
    query = query.order_by(Application.id).execution_options(populate_existing=True)
    return list(db.session.scalars(query))


def has_applied(
    veteran_id: InstrumentedAttribute[int], vacancy_id: InstrumentedAttribute[int]
) -> Exists:
    """Return the condition that a veteran has applied for a vacancy, however it went."""
    return exists().where(
        Application.veteran_id == veteran_id, Application.vacancy_id == vacancy_id
    )


def referrals_that_failed(viewer: Account, *, least: int) -> dict[int, int]:
    """Return veterans referred at least so often without a placement: referrals by id."""
    query = (
        select(Application.veteran_id, func.count())
        .join(Application.veteran)
        .where(
            Application.referred_by.is_not(None),
            Application.status.in_(FAILED),
            in_scope(viewer),
        )
        .group_by(Application.veteran_id)
        .having(func.count() >= least)
    )
    return pairs(query)


def count_places_taken(vacancy_id: int, *, but: int = 0) -> int:
    """Return how many places of a vacancy are offered or accepted, not counting one application."""
    query = select(Application.id).where(
        Application.vacancy_id == vacancy_id,
        Application.id != but,
        Application.status.in_((ApplicationStatus.OFFERED, ApplicationStatus.ACCEPTED)),
    )
    return count_of(query)


def interviews_ahead(employer_id: int, now: datetime, *, most: int = 10) -> list[Application]:
    """Return an employer's interviews that are still to come, the nearest first."""
    query = _visible().where(
        Vacancy.employer_id == employer_id,
        Application.status == ApplicationStatus.INVITED,
        Application.interview_at >= now,
    )
    return list(db.session.scalars(query.order_by(Application.interview_at).limit(most)))
