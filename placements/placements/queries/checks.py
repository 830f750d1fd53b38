"""Queries of the checks of placements."""

from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from core.access import CASEWORKERS
from core.db import db, found
from core.paging import count_of
from people.accounts.models import Account
from placements.placements.models import Placement, PlacementCheck, PlacementStatus
from placements.placements.queries.records import scope_of


def checks_due(viewer: Account, day: date) -> Select[PlacementCheck]:
    """Return the query of checks due by a day within a viewer's scope, the oldest first."""
    query = _with_people().where(
        PlacementCheck.due_on <= day,
        PlacementCheck.done_on.is_(None),
        Placement.status == PlacementStatus.VERIFIED,
        scope_of(viewer),
    )
    return query.order_by(PlacementCheck.due_on, PlacementCheck.id)


def count_checks_due(viewer: Account, day: date) -> int:
    """Return how many checks are due by a day within a viewer's scope."""
    return count_of(checks_due(viewer, day))


def check_for(check_id: int, viewer: Account) -> PlacementCheck:
    """Return a check within a viewer's scope. Raises NotFoundError."""
    query = _with_people().where(PlacementCheck.id == check_id, scope_of(viewer))
    return found(db.session.scalar(query))


def caseworkers() -> list[Account]:
    """Return the officers and clerks with an active account."""
    query = select(Account).where(Account.role.in_(CASEWORKERS), Account.is_active)
    return list(db.session.scalars(query.order_by(Account.id)))


def _with_people() -> Select[PlacementCheck]:
    query = select(PlacementCheck).join(PlacementCheck.placement).join(Placement.veteran)
    return query.options(contains_eager(PlacementCheck.placement).contains_eager(Placement.veteran))
