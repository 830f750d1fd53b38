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

    states = statuses_of(S, initial=S.CLAIMED, final=set(S) - RUNNING)

    confirm = Event(states.CLAIMED.to(states.CONFIRMED, cond="by_both_sides"), name="确认到岗")
    verify = Event(states.CONFIRMED.to(states.VERIFIED, cond="by_bureau"), name="核实")
    end = Event(
        states.ENDED.from_(states.CONFIRMED, states.VERIFIED, cond="by_either"), name="登记离职"
    )
    void = Event(
        states.VOID.from_(states.CONFIRMED, states.VERIFIED, cond="by_officer")
        | states.VOID.from_(states.CLAIMED, cond="by_either"),
        name="不成立",
    )

    def by_both_sides(self, role: Role | None) -> bool:
        """Permit it once both the employer and the veteran have confirmed."""
        placement = self.model
        both = placement.employer_confirmed_at and placement.veteran_confirmed_at
        return role in HIRING_PARTIES and bool(both)

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
    remarks="A placement counts from VERIFIED on; VOID returns the veteran to the job seekers.",
)
