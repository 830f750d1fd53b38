"""The one table of what may happen to an application, by whom, and what it is called."""

from collections.abc import Mapping

from statemachine import Event, State, StateMachine
from statemachine.states import States

from core.access import Role
from core.errors import DomainError
from jobs.applications.models import Application, ApplicationStatus, PublicState

S = ApplicationStatus
ENDED = frozenset({S.ACCEPTED, S.DECLINED, S.REJECTED, S.WITHDRAWN, S.EXPIRED_NO_REPLY})
_STATES = {
    status.name: State(
        status.label, value=status, initial=status is S.APPLIED, final=status in ENDED
    )
    for status in S
}
NEEDS_REASON = frozenset({"reject"})
NEEDS_MEETING = frozenset({"invite"})
CAREFUL = frozenset({"reject", "withdraw", "decline", "accept"})
OWN = frozenset({"withdraw", "accept", "decline"})  # the veteran's deeds, or staff's for him
# What a veteran reads: five states, whatever the employer's desk calls the step.
PUBLIC: Mapping[ApplicationStatus, PublicState] = {
    S.APPLIED: PublicState.SENT,
    S.SCREENING: PublicState.IN_WORK,
    S.SHORTLISTED: PublicState.IN_WORK,
    S.INVITED: PublicState.INTERVIEW,
    S.INTERVIEWED: PublicState.INTERVIEW,
    S.OFFERED: PublicState.RESULT,
    S.ACCEPTED: PublicState.RESULT,
    S.REJECTED: PublicState.RESULT,
    S.DECLINED: PublicState.ENDED,
    S.WITHDRAWN: PublicState.ENDED,
    S.EXPIRED_NO_REPLY: PublicState.ENDED,
}


class ApplicationLife(StateMachine):
    """States of an application and the events between them; guards say whose deed each is."""

    states = States(_STATES)

    screen = Event(states.APPLIED.to(states.SCREENING, cond="by_employer"), name="开始筛选")
    shortlist = Event(
        states.SHORTLISTED.from_(states.APPLIED, states.SCREENING, cond="by_employer"),
        name="初选通过",
    )
    invite = Event(
        states.INVITED.from_(
            states.APPLIED,
            states.SCREENING,
            states.SHORTLISTED,
            states.INVITED,
            cond="by_employer",
        ),
        name="约面试",
    )
    interview = Event(states.INVITED.to(states.INTERVIEWED, cond="by_employer"), name="已面试")
    offer = Event(
        states.OFFERED.from_(
            states.APPLIED,
            states.SCREENING,
            states.SHORTLISTED,
            states.INVITED,
            states.INTERVIEWED,
            cond="by_employer",
        ),
        name="录用",
    )
    accept = Event(states.OFFERED.to(states.ACCEPTED, cond="by_veteran"), name="接受录用")
    decline = Event(states.OFFERED.to(states.DECLINED, cond="by_veteran"), name="谢绝录用")
    reject = Event(
        states.REJECTED.from_(
            states.APPLIED,
            states.SCREENING,
            states.SHORTLISTED,
            states.INVITED,
            states.INTERVIEWED,
            states.OFFERED,
            cond="by_employer",
        ),
        name="不合适",
    )
    withdraw = Event(
        states.WITHDRAWN.from_(
            states.APPLIED,
            states.SCREENING,
            states.SHORTLISTED,
            states.INVITED,
            states.INTERVIEWED,
            states.OFFERED,
            cond="by_veteran",
        ),
        name="撤回投递",
    )
    expire = Event(
        states.EXPIRED_NO_REPLY.from_(
            states.APPLIED,
            states.SCREENING,
            states.SHORTLISTED,
            states.INVITED,
            states.INTERVIEWED,
            cond="by_clock",
        ),
        name="单位没有答复",
    )

    def by_employer(self, role: Role | None) -> bool:
        """Let the employer do it, or the bureau's officer who was told by telephone."""
        return role in (Role.EMPLOYER, Role.OFFICER)

    def by_veteran(self, role: Role | None) -> bool:
        """Let the veteran do it, or staff at his word."""
        return role in (Role.VETERAN, Role.CLERK, Role.OFFICER)

    def by_clock(self, role: Role | None) -> bool:
        """Let only the daily job do it: nobody is signed in then."""
        return role is None


def allowed_events(application: Application, role: Role | None) -> list[tuple[str, str]]:
    """Return (event, word on the button) for what this role may do now."""
    machine = ApplicationLife(application, state_field="status")
    return [(str(event.id), str(event.name)) for event in machine.enabled_events(role=role)]


def move(application: Application, event: str, *, role: Role | None) -> None:
    """Take an application to its next state.

    Raises DomainError where the event is not open to this role in the present state.
    """
    machine = ApplicationLife(application, state_field="status")
    if event not in {str(known.id) for known in machine.enabled_events(role=role)}:
        raise DomainError(f"这份投递现在是“{application.status.label}”，不能这样操作。")
    machine.send(event, role=role)


def document() -> str:
    """Return the page of the documentation that shows the diagram."""
    rows = "\n".join(f"| {one.label} | {PUBLIC[one].label} |" for one in S)
    return (
        "# States of an application\n\n"
        "Drawn by `flask applications diagram` from `jobs/applications/lifecycle.py`; a test\n"
        "fails when this page is stale. Guards in brackets say whose deed an event is.\n\n"
        f"```mermaid\n{f'{ApplicationLife:mermaid}'.rstrip()}\n```\n\n"
        f"What the veteran reads:\n\n| on the desk | to the veteran |\n|---|---|\n{rows}\n"
    )
