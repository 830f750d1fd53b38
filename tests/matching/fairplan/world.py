"""Stops of a plan for the access tests."""

from typing import Any

from matching.fairplan.models import PlanStop
from tests.support.rows import save

GUARDED = frozenset({"stop_id"})


def things(ids: dict[str, Any]) -> dict[str, Any]:
    """Make a stop of the veteran at the employer's booth."""
    stop = PlanStop(
        fair_id=ids["fair_id"],
        sign_up_id=ids["sign_up_id"],
        booking_id=ids["booking_id"],
        slot=0,
    )
    return {"stop_id": save(stop).id}
