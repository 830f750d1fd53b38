"""The one table of what may happen to a fair, by whom, and what it is called on a button."""

from statemachine import Event, State, StateMachine
from statemachine.states import States

from core.access import Role
from core.errors import DomainError
from jobs.fairs.models import Fair, FairStatus

ENDED = frozenset({FairStatus.CLOSED, FairStatus.CANCELLED})
_STATES = {
    status.name: State(
        status.label, value=status, initial=status is FairStatus.DRAFT, final=status in ENDED
    )
    for status in FairStatus
}
EDITABLE = frozenset({FairStatus.DRAFT, FairStatus.PUBLISHED})
TAKES_PEOPLE = frozenset({FairStatus.PUBLISHED, FairStatus.RUNNING})
HAS_DOORS = frozenset({FairStatus.RUNNING, FairStatus.ENDED})  # paper lists are typed in later
NEEDS_REASON = frozenset({"cancel"})
CAREFUL = frozenset({"cancel", "close", "end"})


class FairLife(StateMachine):
    """States of a fair and the events between them; the guards say whose deed an event is."""

    states = States(_STATES)

    publish = Event(states.DRAFT.to(states.PUBLISHED, cond="by_bureau"), name="发布")
    start = Event(states.PUBLISHED.to(states.RUNNING, cond="by_bureau_or_clock"), name="开始举办")
    end = Event(states.RUNNING.to(states.ENDED, cond="by_bureau_or_clock"), name="结束，等报结果")
    close = Event(states.ENDED.to(states.CLOSED, cond="by_bureau"), name="办结")
    cancel = Event(
        states.CANCELLED.from_(states.DRAFT, states.PUBLISHED, cond="by_bureau"), name="取消"
    )

    def by_bureau(self, role: Role | None) -> bool:
        """Let only the bureau's officer do it."""
        return role is Role.OFFICER

    def by_bureau_or_clock(self, role: Role | None) -> bool:
        """Let the officer do it, or the clock when the hour has come."""
        return role in (Role.OFFICER, None)


def allowed_events(fair: Fair, role: Role | None) -> list[tuple[str, str]]:
    """Return (event, word on the button) for what this role may do to a fair now."""
    machine = FairLife(fair, state_field="status")
    return [(str(event.id), str(event.name)) for event in machine.enabled_events(role=role)]


def move(fair: Fair, event: str, *, role: Role | None) -> None:
    """Take a fair to its next state.

    Raises DomainError where the event is not open to this role in the present state.
    """
    machine = FairLife(fair, state_field="status")
    if event not in {str(known.id) for known in machine.enabled_events(role=role)}:
        raise DomainError(f"招聘会现在是“{fair.status.label}”，不能这样操作。")
    machine.send(event, role=role)


def document() -> str:
    """Return the page of the documentation that shows the diagram."""
    return (
        "# States of a fair\n\n"
        "Drawn by `flask fairs diagram` from `jobs/fairs/lifecycle.py`; a test fails when this\n"
        "page is stale. Guards in brackets say whose deed an event is.\n\n"
        f"```mermaid\n{f'{FairLife:mermaid}'.rstrip()}\n```\n"
    )
