"""Applications of the demo county: those that led to work, and those of the last weeks."""

from datetime import date, datetime, timedelta
from random import Random

from core.db import db
from demo.setting import Offer, Setting
from demo.vacancies import earlier, moment
from jobs.applications.lifecycle import FAILED
from jobs.applications.models import (
    Application,
    ApplicationEvent,
    ApplicationStatus,
    Origin,
    RejectReason,
)
from jobs.applications.wording import REJECTION_SENTENCES
from jobs.vacancies.models import Vacancy, VacancyStatus
from people.veterans.models import EmploymentStatus, Veteran

APPLICATIONS = 70
TO_CAST = 6  # the first of them go to the cast's firm, so that its desk shows work
AGO = (2, 20)  # days since a recent application, at most
S = ApplicationStatus
# They need more than one row.
NOT_SHOWN = (S.ACCEPTED, S.CANCELLED, S.VACANCY_REMOVED, S.EXPIRED_NO_REPLY)
SHOWN = [status for status in S if status not in NOT_SHOWN]
MOVES = (S.SCREENING, S.INVITED, S.INTERVIEWED, S.OFFERED)
PLACE = "单位办公楼一楼"


def accepted(
    veteran: Veteran,
    offer: Offer,
    origin: Origin,
    days: tuple[date, date],
    setting: Setting,
    rng: Random,
) -> Application:
    """Return an application of an earlier day that led to work from a later day on, added."""
    applied_on, start = days
    applied = moment(applied_on, rng)
    opened = applied - timedelta(days=rng.randint(5, 15))
    vacancy = earlier(offer.vacancy, opened, start, VacancyStatus.FILLED)
    vacancy.headcount = 1
    gap = (start - applied_on) / (len(MOVES) + 1)
    moves = [(status, applied + gap * (place + 0.5)) for place, status in enumerate(MOVES)]
    accepted_at = moment(start - timedelta(days=1), rng)
    staff = setting.staff_of(veteran) if origin is Origin.REFERRAL else None
    application = Application(
        veteran=veteran,
        vacancy=vacancy,
        origin=origin,
        referred_by=staff,
        status=S.ACCEPTED,
        last_active_status=S.OFFERED,
        applied_at=applied,
        created_at=applied,
        answered_at=moves[-1][1],
        closed_at=accepted_at,
        interview_at=moves[2][1],
        interview_place=PLACE,
    )
    application.events = [_applied(applied, origin)]
    application.events += [
        ApplicationEvent(status=status, at=at, by_role="EMPLOYER") for status, at in moves
    ]
    application.events.append(
        ApplicationEvent(status=S.ACCEPTED, at=accepted_at, by_role="VETERAN")
    )
    db.session.add(application)
    setting.consent(veteran.id, offer.employer, applied)
    return application


def _applied(at: datetime, origin: Origin) -> ApplicationEvent:
    by = "OFFICER" if origin is Origin.REFERRAL else "VETERAN"
    return ApplicationEvent(status=S.APPLIED, at=at, by_role=by)


def make_recent(setting: Setting, rng: Random) -> list[Application]:
    """Add applications of the last weeks in every status for people who look for work."""
    seeking = [
        veteran
        for veteran in setting.people
        if veteran.employment_status is EmploymentStatus.SEEKING and not setting.spells[veteran.id]
    ]
    cast_firm = setting.offers[0].employer
    own = [offer for offer in setting.offers if offer.employer is cast_firm]
    rows = []
    for number, veteran in enumerate(rng.sample(seeking, min(APPLICATIONS, len(seeking)))):
        fitting = setting.offers_of(veteran.wanted_occupations or ()) or list(setting.offers)
        offer = rng.choice(own if number < TO_CAST else fitting)
        first = max(at for at in (veteran.created_at, offer.vacancy.published_at) if at)
        row = _recent(veteran, offer.vacancy, SHOWN[number % len(SHOWN)], first, setting, rng)
        rows.append(row)
        db.session.add(row)
        if row.status not in FAILED and rng.random() < 0.6:
            setting.consent(veteran.id, offer.employer, row.applied_at)
    return rows


def _recent(
    veteran: Veteran,
    vacancy: Vacancy,
    status: ApplicationStatus,
    first: datetime,
    setting: Setting,
    rng: Random,
) -> Application:
    """Return an application that got as far as `status`, after the first moment it could."""
    drawn = moment(setting.today - timedelta(days=rng.randint(*AGO)), rng)
    applied = max(drawn, first + timedelta(minutes=rng.randint(5, 50)))
    end = datetime.combine(setting.last_day, applied.timetz()).replace(hour=19)
    moved = applied + (end - applied) * rng.uniform(0.2, 0.9)
    reason = rng.choice(list(RejectReason)[:6]) if status is S.REJECTED else None
    origin = Origin.REFERRAL if rng.random() < 0.25 else Origin.ONLINE
    is_over = status in FAILED
    application = Application(
        veteran=veteran,
        vacancy=vacancy,
        origin=origin,
        referred_by=setting.staff_of(veteran) if origin is Origin.REFERRAL else None,
        status=status,
        applied_at=applied,
        created_at=applied,
        answered_at=None if status in (S.APPLIED, S.WITHDRAWN) else moved,
        closed_at=moved if is_over else None,
        last_active_status=_before(status),
        reject_reason=reason,
        status_note=REJECTION_SENTENCES[reason] if reason else "",
    )
    if status in (S.INVITED, S.INTERVIEWED):
        ahead = moment(setting.today + timedelta(days=3), rng)
        application.interview_at = ahead if status is S.INVITED else moved
        application.interview_place = PLACE
    application.events = [_applied(applied, origin)]
    if status is not S.APPLIED:
        by = "VETERAN" if status in (S.WITHDRAWN, S.DECLINED) else "EMPLOYER"
        application.events.append(ApplicationEvent(status=status, at=moved, by_role=by))
    return application


def _before(status: ApplicationStatus) -> ApplicationStatus | None:
    """Return the status an ended application had before."""
    if status not in FAILED:
        return None
    return S.OFFERED if status is S.DECLINED else S.APPLIED
