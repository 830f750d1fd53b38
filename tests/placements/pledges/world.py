"""Pledges for tests, and what they add to the world of access tests."""

from typing import Any

from core import clock
from placements.pledges.models import HirePledge
from tests.support.rows import save

GUARDED = frozenset({"pledge_id"})


def things(ids: dict[str, Any]) -> dict[str, Any]:
    """Make a pledge of the employer."""
    pledge = HirePledge(
        employer_id=ids["employer_id"],
        headcount=2,
        made_on=clock.today(),
        due_on=clock.days_ahead(90),
    )
    return {"pledge_id": save(pledge).id}
