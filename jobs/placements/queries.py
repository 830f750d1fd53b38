"""Reads of placements: whose, in which state, which checks are due, who counts in a year."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from core.access import CASEWORKERS, Role
from core.db import db
from core.errors import NotFoundError
from jobs.employers.models import Employer, HirePledge
from jobs.employers.queries import employer_of
from jobs.placements.lifecycle import AT_WORK
from jobs.placements.models import (
    CheckResult,
    Placement,
    PlacementChannel,
    PlacementCheck,
    PlacementEvidence,
    PlacementStatus,
)
from people.accounts.models import Account
from people.veterans.queries import in_scope, own_profile

HELPED = (PlacementChannel.FAIR, PlacementChannel.REFERRAL)


def _visible() -> Select[Placement]:
    query = select(Placement).join(Placement.veteran)
    return query.options(contains_eager(Placement.veteran), joinedload(Placement.employer))


def _scope(viewer: Account) -> ColumnElement[bool]:
    if viewer.role is Role.EMPLOYER:
        return Placement.employer_id == employer_of(viewer.id).id
    return in_scope(viewer)


def placements_seen_by(
    viewer: Account,
    *,
    status: PlacementStatus | None = None,
    channel: PlacementChannel | None = None,
    year: int | None = None,
) -> Select[Placement]:
    """Return the query of placements within a viewer's scope, the newest start first."""
    query = _visible().where(_scope(viewer))
    if status is not None:
        query = query.where(Placement.status == status)
    if channel is not None:
        query = query.where(Placement.channel == channel)
    if year is not None:
        query = query.where(Placement.start_on.between(date(year, 1, 1), date(year, 12, 31)))
    return query.order_by(Placement.start_on.desc(), Placement.id.desc())


def count_by_status(viewer: Account) -> dict[PlacementStatus, int]:
    """Return how many placements within a viewer's scope stand in each state."""
    query = select(Placement.status, func.count()).join(Placement.veteran).where(_scope(viewer))
    return {status: count for status, count in db.session.execute(query.group_by(Placement.status))}  # noqa: C416


def placement_for(placement_id: int, viewer: Account) -> Placement:
    """Return a placement its employer or the bureau may see. Raises NotFoundError."""
    query = _visible().where(Placement.id == placement_id, _scope(viewer))
    return _found(db.session.scalar(query))


def placements_of(veteran_id: int) -> list[Placement]:
    """Return somebody's placements, the newest first."""
    query = select(Placement).options(joinedload(Placement.employer))
    query = query.where(Placement.veteran_id == veteran_id)
    return list(db.session.scalars(query.order_by(Placement.start_on.desc(), Placement.id.desc())))


def own_placement(placement_id: int, account: Account) -> Placement:
    """Return a signed-in veteran's placement. Raises NotFoundError for anybody else's."""
    query = select(Placement).where(
        Placement.id == placement_id, Placement.veteran_id == own_profile(account).id
    )
    return _found(db.session.scalar(query))


def _found(placement: Placement | None) -> Placement:
    if placement is None:
        raise NotFoundError
    return placement


def placement_of_application(application_id: int) -> Placement | None:
    """Return the placement an application led to."""
    return db.session.scalar(select(Placement).where(Placement.application_id == application_id))


def count_filled(vacancy_id: int) -> int:
    """Return how many places of a post are filled: both sides said so, and nobody left."""
    query = select(func.count()).where(
        Placement.vacancy_id == vacancy_id, Placement.status.in_(AT_WORK)
    )
    return db.session.scalar(query) or 0


def evidence_of(placement_id: int) -> list[PlacementEvidence]:
    """Return the documents behind a placement."""
    query = select(PlacementEvidence).options(joinedload(PlacementEvidence.file))
    query = query.where(PlacementEvidence.placement_id == placement_id)
    return list(db.session.scalars(query.order_by(PlacementEvidence.id)))


def checks_due(viewer: Account, day: date) -> Select[PlacementCheck]:
    """Return the query of checks due by a day within a viewer's scope, the oldest first."""
    query = (
        select(PlacementCheck)
        .join(PlacementCheck.placement)
        .join(Placement.veteran)
        .options(
            contains_eager(PlacementCheck.placement).contains_eager(Placement.veteran),
        )
        .where(
            PlacementCheck.due_on <= day,
            PlacementCheck.done_on.is_(None),
            Placement.status == PlacementStatus.VERIFIED,
            _scope(viewer),
        )
    )
    return query.order_by(PlacementCheck.due_on, PlacementCheck.id)


def count_checks_due(viewer: Account, day: date) -> int:
    """Return how many checks are due by a day within a viewer's scope."""
    query = checks_due(viewer, day).order_by(None)
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def check_for(check_id: int, viewer: Account) -> PlacementCheck:
    """Return a check within the viewer's scope. Raises NotFoundError."""
    check = db.session.get(PlacementCheck, check_id)
    if check is None:
        raise NotFoundError
    placement_for(check.placement_id, viewer)
    return check


def counted(year: int, channels: Iterable[PlacementChannel] | None = None) -> list[Placement]:
    """Return one placement a person: the first verified one that began in a year.

    A further one with an employer where the person was verified before is a renewal and no new
    placement. `channels` narrows the year's first placements to those.
    """
    query = (
        select(Placement)
        .join(Placement.veteran)
        .options(contains_eager(Placement.veteran), joinedload(Placement.employer))
        .where(Placement.verified_at.is_not(None), Placement.status != PlacementStatus.VOID)
        .order_by(Placement.start_on, Placement.id)
    )
    wanted = None if channels is None else set(channels)
    known: set[tuple[int, object]] = set()
    people: dict[int, Placement] = {}
    for placement in db.session.scalars(query.where(Placement.start_on <= date(year, 12, 31))):
        where = placement.employer_id or placement.employer_name
        is_renewal = (placement.veteran_id, where) in known
        known.add((placement.veteran_id, where))
        if is_renewal or placement.start_on.year != year:
            continue
        if wanted is None or placement.channel in wanted:
            people.setdefault(placement.veteran_id, placement)
    return list(people.values())


def verified_of(employer_id: int) -> list[Placement]:
    """Return the verified placements of an employer, those that ended too, oldest first."""
    query = (
        select(Placement)
        .join(Placement.veteran)
        .options(contains_eager(Placement.veteran), selectinload(Placement.checks))
        .where(
            Placement.employer_id == employer_id,
            Placement.verified_at.is_not(None),
            Placement.status != PlacementStatus.VOID,
        )
    )
    return list(db.session.scalars(query.order_by(Placement.start_on, Placement.id)))


def pledges(employer_id: int | None = None) -> list[HirePledge]:
    """Return the promises that were not withdrawn, the nearest due first."""
    query = select(HirePledge).options(joinedload(HirePledge.employer))
    query = query.where(HirePledge.withdrawn_on.is_(None))
    if employer_id is not None:
        query = query.where(HirePledge.employer_id == employer_id)
    return list(db.session.scalars(query.order_by(HirePledge.due_on, HirePledge.id)))


def get_pledge(pledge_id: int) -> HirePledge:
    """Return one promise. Raises NotFoundError."""
    pledge = db.session.get(HirePledge, pledge_id)
    if pledge is None:
        raise NotFoundError
    return pledge


def kept_so_far(pledge: HirePledge) -> int:
    """Return how many people were verified at work since a promise was made, by its day."""
    query = select(func.count(Placement.veteran_id.distinct())).where(
        Placement.employer_id == pledge.employer_id,
        Placement.verified_at.is_not(None),
        Placement.status != PlacementStatus.VOID,
        Placement.start_on.between(pledge.made_on, pledge.due_on),
    )
    return db.session.scalar(query) or 0


def employers_with_hires(least: int) -> list[tuple[Employer, int]]:
    """Return employers with at least so many verified people, with how many, the most first."""
    people = func.count(Placement.veteran_id.distinct())
    query = (
        select(Employer, people)
        .join(Placement, Placement.employer_id == Employer.id)
        .where(Placement.verified_at.is_not(None), Placement.status != PlacementStatus.VOID)
        .group_by(Employer.id)
        .having(people >= least)
        .order_by(people.desc(), Employer.name)
    )
    return [(employer, count) for employer, count in db.session.execute(query)]


def stayed(employer_id: int) -> tuple[int, int]:
    """Return (still at work at the 12-month check, 12-month checks done) of an employer."""
    query = (
        select(PlacementCheck.result, func.count())
        .join(PlacementCheck.placement)
        .where(
            Placement.employer_id == employer_id,
            PlacementCheck.months == 12,
            PlacementCheck.done_on.is_not(None),
        )
        .group_by(PlacementCheck.result)
    )
    counts = {result: count for result, count in db.session.execute(query)}  # noqa: C416
    return counts.get(CheckResult.AT_WORK, 0), sum(counts.values())


def verified_at_fair(fair_id: int) -> list[Placement]:
    """Return the people at work through a fair, each once."""
    query = _visible().where(
        Placement.fair_id == fair_id,
        Placement.verified_at.is_not(None),
        Placement.status != PlacementStatus.VOID,
    )
    people: dict[int, Placement] = {}
    for placement in db.session.scalars(query.order_by(Placement.start_on, Placement.id)):
        people.setdefault(placement.veteran_id, placement)
    return list(people.values())


def staff_with_desks() -> list[Account]:
    """Return the officers and clerks who work."""
    query = select(Account).where(Account.role.in_(CASEWORKERS), Account.is_active)
    return list(db.session.scalars(query.order_by(Account.id)))
