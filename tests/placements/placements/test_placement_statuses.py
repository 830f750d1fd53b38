"""Statuses of a placement: every event for every status and role, and the drawn table."""

from itertools import product

import pytest

from core import clock
from core.access import Role
from core.errors import DomainError
from placements.placements import lifecycle
from placements.placements.models import Placement, PlacementStatus

S = PlacementStatus
SIDES = {Role.EMPLOYER, Role.VETERAN, Role.CLERK, Role.OFFICER}
STAFF = {Role.CLERK, Role.OFFICER}
TABLE = {
    (S.CLAIMED, "confirm"): (S.CONFIRMED, SIDES),
    (S.CONFIRMED, "verify"): (S.VERIFIED, STAFF),
    (S.CONFIRMED, "end"): (S.ENDED, SIDES),
    (S.VERIFIED, "end"): (S.ENDED, SIDES),
    (S.CLAIMED, "void"): (S.VOID, SIDES),
    (S.CONFIRMED, "void"): (S.VOID, {Role.OFFICER}),
    (S.VERIFIED, "void"): (S.VOID, {Role.OFFICER}),
    (S.VOID, "restore"): (S.CONFIRMED, {Role.OFFICER}),  # both sides had confirmed
}
EVENTS = sorted({event for _, event in TABLE})


@pytest.mark.parametrize(("status", "event"), list(product(S, EVENTS)))
def test_every_event_follows_the_table_for_every_role(status, event):
    target, allowed = TABLE.get((status, event), (None, set()))
    for role in (None, *Role):
        now = clock.now()
        placement = Placement(status=status, employer_confirmed_at=now, veteran_confirmed_at=now)
        if role in allowed:
            lifecycle.LIFE.move(placement, event, role=role)
            assert placement.status is target
        else:
            with pytest.raises(DomainError):
                lifecycle.LIFE.move(placement, event, role=role)
            assert placement.status is status


@pytest.mark.parametrize("side", ["employer_confirmed_at", "veteran_confirmed_at"])
def test_one_side_alone_confirms_nothing(side):
    placement = Placement(status=S.CLAIMED, employer_id=1, **{side: clock.now()})

    with pytest.raises(DomainError):
        lifecycle.LIFE.move(placement, "confirm", role=Role.OFFICER)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"verified_at": clock.now()}, S.VERIFIED),
        ({"employer_confirmed_at": clock.now()}, S.CLAIMED),
        ({"veteran_confirmed_at": clock.now()}, S.CLAIMED),
        ({"veteran_confirmed_at": clock.now(), "employer_id": None}, S.CONFIRMED),
    ],
)
def test_a_restored_placement_has_the_status_it_had(facts, status):
    placement = Placement(**({"status": S.VOID, "employer_id": 1} | facts))

    lifecycle.LIFE.move(placement, "restore", role=Role.OFFICER)

    assert placement.status is status
