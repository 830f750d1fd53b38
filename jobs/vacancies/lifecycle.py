"""The one table of what may happen to a post, by whom, and what it is called on a button."""

from statemachine import Event, State, StateMachine
from statemachine.states import States

from core.access import Role
from core.errors import DomainError
from jobs.vacancies.models import Vacancy, VacancyStatus

_STATES = {
    status.name: State(
        status.label,
        value=status,
        initial=status is VacancyStatus.DRAFT,
        final=status is VacancyStatus.REMOVED,
    )
    for status in VacancyStatus
}
EDITABLE = frozenset({VacancyStatus.DRAFT, VacancyStatus.RETURNED})
# Reopening is no move of the old post: it makes a new one that points back at it.
REOPENABLE = frozenset({VacancyStatus.FILLED, VacancyStatus.EXPIRED, VacancyStatus.CLOSED})
NEEDS_REASON = frozenset({"send_back", "remove"})
CAREFUL = frozenset({"fill", "close", "remove"})  # a button asks twice: there is no way back


class VacancyLife(StateMachine):
    """States of a post and the events between them; the guards say whose deed an event is."""

    states = States(_STATES)

    submit = Event(
        states.SUBMITTED.from_(states.DRAFT, states.RETURNED, cond="by_owner_or_bureau"),
        name="提交审核",
    )
    withdraw = Event(states.SUBMITTED.to(states.DRAFT, cond="by_owner"), name="撤回修改")
    publish = Event(states.SUBMITTED.to(states.PUBLISHED, cond="by_bureau"), name="审核通过并发布")
    send_back = Event(states.SUBMITTED.to(states.RETURNED, cond="by_bureau"), name="退回修改")
    pause = Event(states.PUBLISHED.to(states.PAUSED, cond="by_owner_or_bureau"), name="暂停招聘")
    resume = Event(states.PAUSED.to(states.PUBLISHED, cond="by_owner_or_bureau"), name="恢复招聘")
    fill = Event(
        states.FILLED.from_(states.PUBLISHED, states.PAUSED, cond="by_owner_bureau_or_count"),
        name="已招满",
    )
    expire = Event(
        states.EXPIRED.from_(states.PUBLISHED, states.PAUSED, cond="by_clock"), name="有效期已过"
    )
    close = Event(
        states.CLOSED.from_(
            states.DRAFT,
            states.RETURNED,
            states.PUBLISHED,
            states.PAUSED,
            cond="by_owner_or_bureau",
        ),
        name="关闭岗位",
    )
    remove = Event(
        states.REMOVED.from_(
            states.SUBMITTED,
            states.PUBLISHED,
            states.PAUSED,
            states.FILLED,
            states.EXPIRED,
            states.CLOSED,
            cond="by_bureau",
        ),
        name="下架",
    )

    def by_owner(self, role: Role | None) -> bool:
        """Let only the employer do it; the bureau sends a post back instead."""
        return role is Role.EMPLOYER

    def by_owner_or_bureau(self, role: Role | None) -> bool:
        """Let the employer and the bureau's officer do it."""
        return role in (Role.EMPLOYER, Role.OFFICER)

    def by_owner_bureau_or_count(self, role: Role | None) -> bool:
        """Let the employer or the officer do it, or the count of people who began."""
        return role in (Role.EMPLOYER, Role.OFFICER, None)

    def by_bureau(self, role: Role | None) -> bool:
        """Let only the bureau's officer do it."""
        return role is Role.OFFICER

    def by_clock(self, role: Role | None) -> bool:
        """Let only the daily job do it: nobody is signed in then."""
        return role is None


def allowed_events(vacancy: Vacancy, role: Role | None) -> list[tuple[str, str]]:
    """Return (event, word on the button) for what this role may do to a post now."""
    machine = VacancyLife(vacancy, state_field="status")
    return [(str(event.id), str(event.name)) for event in machine.enabled_events(role=role)]


def move(vacancy: Vacancy, event: str, *, role: Role | None) -> None:
    """Take a post to its next state.

    Raises DomainError where the event is not open to this role in the post's present state.
    """
    machine = VacancyLife(vacancy, state_field="status")
    # Looked up before it is sent: the name may come from a form, and send() takes any attribute.
    if event not in {str(known.id) for known in machine.enabled_events(role=role)}:
        raise DomainError(f"岗位现在是“{vacancy.status.label}”，不能这样操作。")
    machine.send(event, role=role)


def diagram() -> str:
    """Return the table as a Mermaid state diagram."""
    return f"{VacancyLife:mermaid}"


def document() -> str:
    """Return the page of the documentation that shows the diagram."""
    return (
        "# States of a post\n\n"
        "Drawn by `flask vacancies diagram` from `jobs/vacancies/lifecycle.py`; a test fails\n"
        "when this page is stale. Guards in brackets say whose deed an event is. Reopening is no\n"
        "event: it makes a new post that points back at the old one.\n\n"
        f"```mermaid\n{diagram().rstrip()}\n```\n"
    )
