"""Queries of single placements and of lists of them, within a viewer's scope."""

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from core.access import Role
from core.db import db, found, pairs
from core.years import in_year, years_of
from jobs.employers.queries import employer_of
from people.accounts.models import Account
from people.veterans.queries import in_scope, own_profile
from placements.placements.lifecycle import AT_WORK
from placements.placements.models import (
    Placement,
    PlacementChannel,
    PlacementEvidence,
    PlacementStatus,
    VoidCause,
)


def with_people() -> Select[Placement]:
    """Return the query of all placements with their veterans and employers loaded."""
    query = select(Placement).join(Placement.veteran)
    return query.options(contains_eager(Placement.veteran), joinedload(Placement.employer))


def scope_of(viewer: Account) -> ColumnElement[bool]:
    """Return the condition of the placements a viewer may see; it needs a join to the veteran."""
    if viewer.role is Role.EMPLOYER:
        return Placement.employer_id == employer_of(viewer.id).id
    return in_scope(viewer)


def is_counted() -> ColumnElement[bool]:
    """Return the condition of placements that count: verified once, and not void."""
    return and_(Placement.verified_at.is_not(None), Placement.status != PlacementStatus.VOID)


def is_on_behalf() -> ColumnElement[bool]:
    """Return the SQL condition that equals Placement.is_on_behalf."""
    return or_(
        Placement.employer_confirmed_by.is_not(None), Placement.veteran_confirmed_by.is_not(None)
    )


def placements_seen_by(
    viewer: Account,
    *,
    status: PlacementStatus | None = None,
    channel: PlacementChannel | None = None,
    year: int | None = None,
    cause: VoidCause | None = None,
) -> Select[Placement]:
    """Return the query of placements within a viewer's scope, the newest start first."""
    query = with_people().where(scope_of(viewer))
    if status is not None:
        query = query.where(Placement.status == status)
    if channel is not None:
        query = query.where(Placement.channel == channel)
    if year is not None:
        query = query.where(in_year(Placement.start_on, year))
    if cause is not None:
        query = query.where(Placement.status == PlacementStatus.VOID, Placement.void_cause == cause)
    return query.order_by(Placement.start_on.desc(), Placement.id.desc())


def count_by_status(viewer: Account) -> dict[PlacementStatus, int]:
    """Return how many placements within a viewer's scope have each status."""
    query = select(Placement.status, func.count()).join(Placement.veteran)
    return pairs(query.where(scope_of(viewer)).group_by(Placement.status))


def count_by_cause(viewer: Account) -> dict[VoidCause | None, int]:
    """Return how many void placements within a viewer's scope have each cause."""
    query = select(Placement.void_cause, func.count()).join(Placement.veteran)
    query = query.where(scope_of(viewer), Placement.status == PlacementStatus.VOID)
    return pairs(query.group_by(Placement.void_cause))


def years_seen_by(viewer: Account) -> list[int]:
    """Return the years in which placements within a viewer's scope began, the newest first."""
    rows = select(Placement.id).join(Placement.veteran).where(scope_of(viewer))
    return years_of(Placement.start_on, Placement.id.in_(rows))


def placement_for(placement_id: int, viewer: Account) -> Placement:
    """Return a placement its employer or the bureau may see. Raises NotFoundError."""
    query = with_people().where(Placement.id == placement_id, scope_of(viewer))
    return found(db.session.scalar(query))


def placements_of(veteran_id: int) -> list[Placement]:
    """Return a veteran's placements, the newest first."""
    query = select(Placement).options(joinedload(Placement.employer))
    query = query.where(Placement.veteran_id == veteran_id)
    return list(db.session.scalars(query.order_by(Placement.start_on.desc(), Placement.id.desc())))


def own_placement(placement_id: int, account: Account) -> Placement:
    """Return a placement of the signed-in veteran. Raises NotFoundError for any other."""
    query = select(Placement).where(
        Placement.id == placement_id, Placement.veteran_id == own_profile(account).id
    )
    return found(db.session.scalar(query))


def placement_of_application(application_id: int) -> Placement | None:
    """Return the placement an application led to."""
    return db.session.scalar(select(Placement).where(Placement.application_id == application_id))


def count_filled(vacancy_id: int) -> int:
    """Return how many places of a vacancy are filled by people who are at work."""
    query = select(func.count()).where(
        Placement.vacancy_id == vacancy_id, Placement.status.in_(AT_WORK)
    )
    return db.session.scalar(query) or 0


def evidence_of(placement_id: int) -> list[PlacementEvidence]:
    """Return the documents behind a placement."""
    query = select(PlacementEvidence).options(joinedload(PlacementEvidence.file))
    query = query.where(PlacementEvidence.placement_id == placement_id)
    return list(db.session.scalars(query.order_by(PlacementEvidence.id)))


def evidence_for(evidence_id: int, placement: Placement) -> PlacementEvidence:
    """Return one document behind a placement. Raises NotFoundError for another placement's."""
    query = select(PlacementEvidence).where(
        PlacementEvidence.id == evidence_id, PlacementEvidence.placement_id == placement.id
    )
    return found(db.session.scalar(query))


def verified_at_fair(fair_id: int) -> list[Placement]:
    """Return the first verified placement of every person who came to work through a fair."""
    query = with_people().where(Placement.fair_id == fair_id, is_counted())
    people: dict[int, Placement] = {}
    for placement in db.session.scalars(query.order_by(Placement.start_on, Placement.id)):
        people.setdefault(placement.veteran_id, placement)
    return list(people.values())
