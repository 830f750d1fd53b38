"""Placements through the fairs of 2023, and applications of recent weeks."""

from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core import clock
from core.db import db
from core.filters import day as shown
from demo.fairs import Held, intentions
from demo.vacancies import moment
from jobs.applications.lifecycle import FAILED
from jobs.applications.models import (
    Application,
    ApplicationEvent,
    ApplicationStatus,
    ContactConsent,
    Origin,
    RejectReason,
)
from jobs.applications.wording import CONSENT, REJECTION_SENTENCES
from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy, VacancyStatus
from people.veterans.models import EmploymentStatus, Veteran
from placements.placements.models import (
    AskedBy,
    CheckResult,
    ContractType,
    EndReason,
    Placement,
    PlacementChannel,
    PlacementCheck,
    PlacementStatus,
    VerifyMethod,
)

PLACED = 64  # 60 余名, all through fairs or referrals
REFERRED = 6
APPLICATIONS = 70
S = ApplicationStatus
NOT_SHOWN = (S.ACCEPTED, S.CANCELLED, S.VACANCY_REMOVED)  # they need more than one row


def make_placements(held: list[Held], officer_id: int, rng: Random) -> None:
    """Add the verified placements of 2023, still running where the profile is employed."""
    taken: set[int] = set()
    status = dict(db.session.execute(select(Veteran.id, Veteran.employment_status)).all())
    per_fair = -(-(PLACED - REFERRED) // len(held))
    for one in held:
        made = 0
        met = sorted(intentions(one), key=lambda row: _has_left(status, row[1].veteran_id))
        for meeting, sign_up, booking in met:
            veteran_id = sign_up.veteran_id or 0
            if veteran_id in taken or made == per_fair or len(taken) == PLACED - REFERRED:
                continue
            day = clock.day_of(meeting.met_at)
            db.session.add(
                _placement(
                    veteran_id,
                    booking.employer_id,
                    status[veteran_id],
                    day=day + timedelta(days=rng.randint(2, 25)),
                    title=_title(meeting.vacancy_id),
                    officer_id=officer_id,
                    fair=one,
                    reason=f"{shown(day)}在“{one.fair.title}”和这家单位见过面。",
                    rng=rng,
                )
            )
            taken.add(veteran_id)
            made += 1
    _refer(taken, status, officer_id, rng)
    db.session.flush()


def _has_left(status: dict[int, EmploymentStatus], veteran_id: int | None) -> bool:
    return status.get(veteran_id or 0) is not EmploymentStatus.EMPLOYED


def _title(vacancy_id: int | None) -> str:
    vacancy = db.session.get(Vacancy, vacancy_id) if vacancy_id else None
    return vacancy.title if vacancy else "普工"


def _refer(
    taken: set[int], status: dict[int, EmploymentStatus], officer_id: int, rng: Random
) -> None:
    """Add placements of a few people referred by staff."""
    open_vacancies = (
        select(Vacancy).where(Vacancy.status == VacancyStatus.PUBLISHED).order_by(Vacancy.id)
    )
    vacancies = list(db.session.scalars(open_vacancies.limit(REFERRED)))
    free = [one for one, now in status.items() if now is EmploymentStatus.EMPLOYED]
    people = [one for one in sorted(free) if one not in taken][:REFERRED]
    for veteran_id, vacancy in zip(people, vacancies, strict=False):
        day = date(2023, rng.randint(3, 11), rng.randint(1, 28))
        db.session.add(
            _placement(
                veteran_id,
                vacancy.employer_id,
                status[veteran_id],
                day=day,
                title=vacancy.title,
                officer_id=officer_id,
                fair=None,
                reason=f"{shown(day - timedelta(days=9))}由工作人员推荐给这家单位。",
                rng=rng,
            )
        )


def _placement(
    veteran_id: int,
    employer_id: int,
    now: EmploymentStatus,
    *,
    day: date,
    title: str,
    officer_id: int,
    fair: Held | None,
    reason: str,
    rng: Random,
) -> Placement:
    is_there = now is EmploymentStatus.EMPLOYED
    claimed = moment(day, rng)
    is_by_staff = veteran_id % 3 == 0  # the office telephoned a third of them
    left = None if is_there else day + timedelta(days=rng.randint(60, 500))
    placement = Placement(
        veteran_id=veteran_id,
        employer_id=employer_id,
        employer_name=_employer_name(employer_id),
        fair_id=fair.fair.id if fair else None,
        channel=PlacementChannel.FAIR if fair else PlacementChannel.REFERRAL,
        attribution=reason,
        title=title,
        start_on=day,
        contract=ContractType.FIXED,
        wage=rng.randint(38, 75) * 100,
        has_insurance=rng.random() < 0.8,
        contract_on=day,
        contract_until=clock.months_after(day, 12 * (1 + veteran_id % 3)),
        status=PlacementStatus.VERIFIED if is_there else PlacementStatus.ENDED,
        status_before=EmploymentStatus.SEEKING,
        claimed_at=claimed,
        claimed_by=officer_id if is_by_staff else None,
        employer_confirmed_at=claimed,
        veteran_confirmed_at=claimed + timedelta(days=1),
        veteran_confirmed_by=officer_id if is_by_staff else None,
        veteran_asked_by=AskedBy.CALL if is_by_staff else None,
        verified_at=claimed + timedelta(days=5),
        verified_by=officer_id,
        verify_method=rng.choice([VerifyMethod.CALL, VerifyMethod.INSURANCE]),
        ended_on=left,
        end_reason=rng.choice(list(EndReason)) if left else None,
    )
    placement.insured_from = day if placement.has_insurance and veteran_id % 2 else None
    placement.checks = [_check(day, months, left, officer_id) for months in (1, 3, 6, 12)]
    return placement


def _check(day: date, months: int, left: date | None, officer_id: int) -> PlacementCheck:
    due = clock.months_after(day, months)
    is_there = left is None or due < left
    return PlacementCheck(
        months=months,
        due_on=due,
        done_on=due + timedelta(days=2),
        result=CheckResult.AT_WORK if is_there else CheckResult.LEFT,
        by_id=officer_id,
    )


def make_recent(officer_id: int, rng: Random, today: date) -> None:
    """Add recent placements: some wait for the other side, some for verification."""
    query = select(Veteran).where(Veteran.employment_status == EmploymentStatus.EMPLOYED)
    query = query.where(Veteran.id.not_in(select(Placement.veteran_id))).order_by(Veteran.id)
    open_vacancies = (
        select(Vacancy).where(Vacancy.status == VacancyStatus.PUBLISHED).order_by(Vacancy.id)
    )
    vacancies = list(db.session.scalars(open_vacancies.offset(20).limit(12)))
    people = list(db.session.scalars(query.limit(len(vacancies))))
    for number, (veteran, vacancy) in enumerate(zip(people, vacancies, strict=False)):
        day = today - timedelta(days=rng.randint(20, 200))
        placement = _placement(
            veteran.id,
            vacancy.employer_id,
            veteran.employment_status,
            day=day,
            title=vacancy.title,
            officer_id=officer_id,
            fair=None,
            reason=f"{shown(day - timedelta(days=6))}自己投递了这家单位。",
            rng=rng,
        )
        placement.channel = PlacementChannel.ONLINE
        _wait(placement, number, today)
        db.session.add(placement)


def make_consents() -> None:
    """Add the consents of those who confirmed that they work at an employer."""
    query = select(Placement).options(joinedload(Placement.employer)).order_by(Placement.id)
    given: set[tuple[int, int]] = set()
    for one in db.session.scalars(query.where(Placement.veteran_confirmed_at.is_not(None))):
        if one.employer is None or (one.veteran_id, one.employer.id) in given:
            continue
        given.add((one.veteran_id, one.employer.id))
        db.session.add(_consent(one.veteran_id, one.employer, one.claimed_at))
    db.session.flush()


def _wait(placement: Placement, number: int, today: date) -> None:
    """Leave coming checks open, and some placements confirmed by one side only."""
    for check in placement.checks:
        if check.due_on > today - timedelta(days=9):
            check.done_on, check.result, check.by_id = None, None, None
    if number >= 8:
        placement.status, placement.checks = PlacementStatus.CONFIRMED, []
        placement.verified_at = placement.verified_by = placement.verify_method = None
    if number >= 10:
        placement.status, placement.veteran_confirmed_at = PlacementStatus.CLAIMED, None
        placement.veteran_confirmed_by = placement.veteran_asked_by = None


def _employer_name(employer_id: int) -> str:
    query = select(Vacancy).options(joinedload(Vacancy.employer))
    vacancy = db.session.scalars(query.where(Vacancy.employer_id == employer_id).limit(1)).one()
    return vacancy.employer.name


def make_applications(but: set[int], rng: Random, today: date) -> None:
    """Add applications in every status for job seekers outside the cast."""
    seeking = select(Veteran).where(
        Veteran.employment_status == EmploymentStatus.SEEKING, Veteran.id.not_in(but)
    )
    people = list(db.session.scalars(seeking.order_by(Veteran.id)))
    query = select(Vacancy).options(joinedload(Vacancy.employer))
    open_vacancies = list(
        db.session.scalars(
            query.where(
                Vacancy.status == VacancyStatus.PUBLISHED, Vacancy.published_at.is_not(None)
            ).order_by(Vacancy.id)
        )
    )
    shown_ones = [one for one in S if one not in NOT_SHOWN]
    statuses = shown_ones * (APPLICATIONS // len(shown_ones) + 1)
    for number, veteran in enumerate(rng.sample(people, min(APPLICATIONS, len(people)))):
        vacancy = rng.choice(open_vacancies)
        application = _application(veteran, vacancy, statuses[number], rng, today)
        db.session.add(application)
        if rng.random() < 0.6 and application.status not in FAILED:
            db.session.add(_consent(veteran.id, vacancy.employer, application.applied_at))


def _application(
    veteran: Veteran, vacancy: Vacancy, status: ApplicationStatus, rng: Random, today: date
) -> Application:
    applied = moment(today - timedelta(days=rng.randint(1, 20)), rng)
    is_over = status in FAILED
    moved = applied + timedelta(hours=rng.randint(4, 20))
    reason = rng.choice(list(RejectReason)) if status is S.REJECTED else None
    application = Application(
        veteran_id=veteran.id,
        vacancy_id=vacancy.id,
        origin=Origin.REFERRAL if rng.random() < 0.25 else Origin.ONLINE,
        status=status,
        applied_at=applied,
        answered_at=None if status in (S.APPLIED, S.WITHDRAWN, S.EXPIRED_NO_REPLY) else moved,
        closed_at=moved if is_over else None,
        last_active_status=S.APPLIED if is_over else None,
        reject_reason=reason,
        status_note=REJECTION_SENTENCES[reason] if reason else "",
    )
    if status in (S.INVITED, S.INTERVIEWED):
        ahead = 3 if status is S.INVITED else -2
        application.interview_at = moment(today + timedelta(days=ahead), rng)
        application.interview_place = "单位办公楼一楼"
    application.events = [ApplicationEvent(status=S.APPLIED, at=applied, by_role="VETERAN")]
    if status is not S.APPLIED:
        application.events.append(ApplicationEvent(status=status, at=moved, by_role="EMPLOYER"))
    return application


def _consent(veteran_id: int, employer: Employer, at: datetime) -> ContactConsent:
    return ContactConsent(
        veteran_id=veteran_id,
        employer_id=employer.id,
        wording=CONSENT.format(employer=employer.name),
        given_at=at,
    )
