"""Queries of pledges, with the people verified at work since."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.db import db, found
from jobs.employers.queries import employer_of
from people.accounts.models import Account
from placements.placements.models import Placement
from placements.placements.queries.records import is_counted
from placements.pledges.facts import PledgeProgress
from placements.pledges.models import HirePledge


def pledges(employer_id: int | None = None) -> list[PledgeProgress]:
    """Return the promises that were not withdrawn with their progress, the nearest due first."""
    kept = (
        select(func.count(Placement.veteran_id.distinct()))
        .where(
            Placement.employer_id == HirePledge.employer_id,
            Placement.start_on.between(HirePledge.made_on, HirePledge.due_on),
            is_counted(),
        )
        .correlate(HirePledge)
        .scalar_subquery()
    )
    query = select(HirePledge, kept).options(joinedload(HirePledge.employer))
    query = query.where(HirePledge.withdrawn_on.is_(None))
    if employer_id is not None:
        query = query.where(HirePledge.employer_id == employer_id)
    rows = db.session.execute(query.order_by(HirePledge.due_on, HirePledge.id))
    return [PledgeProgress(pledge, people) for pledge, people in rows]


def get_pledge(pledge_id: int) -> HirePledge:
    """Return one promise. Raises NotFoundError."""
    return found(db.session.get(HirePledge, pledge_id))


def own_pledge(pledge_id: int, account: Account) -> HirePledge:
    """Return a promise of the signed-in employer. Raises NotFoundError for any other."""
    query = select(HirePledge).where(
        HirePledge.id == pledge_id, HirePledge.employer_id == employer_of(account.id).id
    )
    return found(db.session.scalar(query))
