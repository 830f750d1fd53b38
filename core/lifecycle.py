"""Life cycles: which event leads from which status to which, by whom, and its diagram."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from statemachine import State, StateMachine
from statemachine.states import States

from core.access import Role
from core.errors import DomainError
from core.labels import Labelled


class HasStatus(Protocol):
    """A row of a table whose life cycle is a column of this name."""

    status: Any


Row = TypeVar("Row", bound=HasStatus)


def statuses_of(
    statuses: type[Labelled], *, initial: Labelled, final: Collection[Labelled] = ()
) -> States:
    """Return a state machine's states: one per status, with its name and label."""
    return States(
        {
            status.name: State(
                status.label, value=status, initial=status is initial, final=status in final
            )
            for status in statuses
        }
    )


class RoleGuards:
    """Guards shared by several machines. A role of None is a scheduled task."""

    def by_clock(self, role: Role | None) -> bool:
        """Permit scheduled tasks only."""
        return role is None

    def by_officer(self, role: Role | None) -> bool:
        """Permit officers only."""
        return role is Role.OFFICER

    def by_officer_or_clock(self, role: Role | None) -> bool:
        """Permit officers and scheduled tasks."""
        return role in (Role.OFFICER, None)


@dataclass(frozen=True)
class Lifecycle(Generic[Row]):
    """The statuses of one table's rows, the events between them and who may cause each.

    Parameters
    ----------
    name : str
        The noun's identifier; the page is ``docs/states/<name>.md``.
    machine : type[StateMachine]
        Statuses, events and guards. A guard takes ``role``; an event's name is its button label.
    refusal : str
        Sentence for an event not allowed in the present status; ``{}`` is that status's label.
    source : str
        Path of the module that defines the machine.
    remarks : str
        Sentences the page adds below its heading.
    appendix : str
        Text the page adds below the diagram.
    """

    name: str
    machine: type[StateMachine]
    refusal: str
    source: str
    remarks: str = ""
    appendix: str = ""

    def events(self, row: Row, role: Role | None) -> list[tuple[str, str]]:
        """Return (event, button label) for each event this role may cause on the row now."""
        return [(str(event.id), str(event.name)) for event in self._enabled(row, role)]

    def move(self, row: Row, event: str, *, role: Role | None) -> None:
        """Cause an event and set the row's new status.

        Raises DomainError where the present status or the role does not allow the event.
        """
        # Compared before it is sent: the name may come from a form, and send() takes any attribute.
        if event not in {str(known.id) for known in self._enabled(row, role)}:
            raise DomainError(self.refusal.format(row.status.label))
        self._machine(row).send(event, role=role)

    def document(self) -> str:
        """Return the documentation page with the diagram (Markdown with Mermaid)."""
        heading = f"# Statuses: {self.name}\n\n"
        origin = (
            f"Drawn by `flask lifecycles draw` from `{self.source}`; a test fails when this page\n"
            "is stale. Guards in brackets state who may cause an event.\n\n"
        )
        remarks = f"{self.remarks}\n\n" if self.remarks else ""
        appendix = f"\n{self.appendix}\n" if self.appendix else ""
        diagram = f"{self.machine:mermaid}".rstrip()
        return f"{heading}{origin}{remarks}```mermaid\n{diagram}\n```\n{appendix}"

    def _machine(self, row: Row) -> StateMachine:
        return self.machine(row, state_field="status")

    def _enabled(self, row: Row, role: Role | None) -> list[Any]:
        return list(self._machine(row).enabled_events(role=role))
