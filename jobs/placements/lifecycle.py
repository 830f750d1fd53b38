"""The one table of what may happen to a placement, by whom, and what it is called."""

from statemachine import Event, State, StateMachine
from statemachine.states import States

from core.access import Role
from core.errors import DomainError
from jobs.placements.models import Placement, PlacementState

S = PlacementState
RUNNING = frozenset({S.CLAIMED, S.CONFIRMED, S.VERIFIED})
AT_WORK = frozenset({S.CONFIRMED, S.VERIFIED})
_STATES = {
    state.name: State(
        state.label, value=state, initial=state is S.CLAIMED, final=state not in RUNNING
    )
    for state in S
}
SIDES = frozenset({Role.EMPLOYER, Role.VETERAN, Role.CLERK, Role.OFFICER})


class PlacementLife(StateMachine):
    """States of a placement and the events between them; guards say whose deed each is."""

    states = States(_STATES)

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
        """Let it pass once both the employer and the veteran said yes."""
        placement = self.model
        both = placement.employer_confirmed_at and placement.veteran_confirmed_at
        return role in SIDES and bool(both)

    def by_bureau(self, role: Role | None) -> bool:
        """Let the officer do it, and a clerk for the own township."""
        return role in (Role.CLERK, Role.OFFICER)

    def by_officer(self, role: Role | None) -> bool:
        """Let only the officer undo what both sides or the bureau vouched for."""
        return role is Role.OFFICER

    def by_either(self, role: Role | None) -> bool:
        """Let either side do it, or staff who were told."""
        return role in SIDES


def move(placement: Placement, event: str, *, role: Role | None) -> None:
    """Take a placement to its next state.

    Raises DomainError where the event is not open to this role in the present state.
    """
    machine = PlacementLife(placement, state_field="state")
    if event not in {str(known.id) for known in machine.enabled_events(role=role)}:
        raise DomainError(f"这条就业记录现在是“{placement.state.label}”，不能这样操作。")
    machine.send(event, role=role)


def allowed_events(placement: Placement, role: Role | None) -> list[str]:
    """Return the events this role may do now."""
    machine = PlacementLife(placement, state_field="state")
    return [str(event.id) for event in machine.enabled_events(role=role)]


def document() -> str:
    """Return the page of the documentation that shows the diagram."""
    return (
        "# States of a placement\n\n"
        "Drawn by `flask placements diagram` from `jobs/placements/lifecycle.py`; a test fails\n"
        "when this page is stale. Guards in brackets say whose deed an event is. It counts from\n"
        "VERIFIED on; VOID gives the person back to those without work.\n\n"
        f"```mermaid\n{f'{PlacementLife:mermaid}'.rstrip()}\n```\n"
    )
