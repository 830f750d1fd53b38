"""Statuses and events of a placement, with the roles that may cause each event."""

from statemachine import Event, StateMachine

from core.access import CASEWORKERS, HIRING_PARTIES, Role
from core.lifecycle import Lifecycle, RoleGuards, statuses_of
from placements.placements.models import Placement, PlacementStatus

S = PlacementStatus
RUNNING = frozenset({S.CLAIMED, S.CONFIRMED, S.VERIFIED})
AT_WORK = frozenset({S.CONFIRMED, S.VERIFIED})


class PlacementLife(RoleGuards, StateMachine):
    """Statuses of a placement and the events between them; guards check the role."""

    states = statuses_of(S, initial=S.CLAIMED, final={S.ENDED})

    confirm = Event(states.CLAIMED.to(states.CONFIRMED, cond="by_all_sides"), name="确认到岗")
    verify = Event(states.CONFIRMED.to(states.VERIFIED, cond="by_bureau"), name="核实")
    end = Event(
        states.ENDED.from_(states.CONFIRMED, states.VERIFIED, cond="by_either"), name="登记离职"
    )
    void = Event(
        states.VOID.from_(states.CONFIRMED, states.VERIFIED, cond="by_officer")
        | states.VOID.from_(states.CLAIMED, cond="by_either"),
        name="不成立",
    )

    restore = Event(
        states.VOID.to(states.VERIFIED, cond="was_verified")
        | states.VOID.to(states.CONFIRMED, cond="was_confirmed")
        | states.VOID.to(states.CLAIMED, cond="was_claimed"),
        name="撤销不成立",
    )

    def by_all_sides(self, role: Role | None) -> bool:
        """Permit it once all have confirmed who can: an employer elsewhere cannot."""
        return role in HIRING_PARTIES and self.model.is_confirmed

    def was_verified(self, role: Role | None) -> bool:
        """Permit officers to restore a placement that was verified before it was void."""
        return role is Role.OFFICER and self.model.verified_at is not None

    def was_confirmed(self, role: Role | None) -> bool:
        """Permit officers to restore one that was confirmed, not yet verified."""
        placement = self.model
        return role is Role.OFFICER and not placement.verified_at and placement.is_confirmed

    def was_claimed(self, role: Role | None) -> bool:
        """Permit officers to restore one that waited for a confirmation."""
        placement = self.model
        return role is Role.OFFICER and not placement.verified_at and not placement.is_confirmed

    def by_bureau(self, role: Role | None) -> bool:
        """Permit officers, and clerks within their township."""
        return role in CASEWORKERS

    def by_either(self, role: Role | None) -> bool:
        """Permit either side, and staff who heard it from one of them."""
        return role in HIRING_PARTIES


LIFE: Lifecycle[Placement] = Lifecycle(
    "placement",
    PlacementLife,
    refusal="这条就业记录现在是“{}”，不能这样操作。",
    source="placements/placements/lifecycle.py",
    remarks=(
        "A placement counts from VERIFIED on; VOID returns the veteran to the job seekers. An\n"
        "officer may restore a void one, with a reason, to the status it had."
    ),
)
