"""Queries of the first pages that need several nouns."""

from sqlalchemy import select

from core.db import db
from jobs.applications.queries import referrals_that_failed
from people.accounts.models import Account
from people.veterans.models import Veteran


def referred_in_vain(viewer: Account, *, least: int) -> list[tuple[Veteran, int]]:
    """Return veterans whom staff referred at least so often without success, the most first."""
    tries = referrals_that_failed(viewer, least=least)
    query = select(Veteran).where(Veteran.id.in_(tries)).order_by(Veteran.id)
    rows = [(veteran, tries[veteran.id]) for veteran in db.session.scalars(query)]
    return sorted(rows, key=lambda row: -row[1])
