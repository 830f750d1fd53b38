"""Tables of statuses: which event leads where, who may cause it, and the page that draws it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from statemachine import State, StateMachine
from statemachine.states import States

from core.access import Role
from core.errors import DomainError
from core.labels import Labelled

Row = TypeVar("Row")


def statuses_of(
    statuses: type[Labelled], *, initial: Labelled, final: Collection[Labelled] = ()
) -> States:
    """Return the states of a machine: one for each status, named like it and shown by its label."""
    return States(
        {
            status.name: State(
                status.label, value=status, initial=status is initial, final=status in final
            )
            for status in statuses
        }
    )


class RoleGuards:
    """Guards that several machines share. A role of None is the system acting by the clock."""

    def by_clock(self, role: Role | None) -> bool:
        """Permit scheduled work only."""
        return role is None

    def by_officer(self, role: Role | None) -> bool:
        """Permit the bureau's officers only."""
        return role is Role.OFFICER

    def by_officer_or_clock(self, role: Role | None) -> bool:
        """Permit the bureau's officers and scheduled work."""
        return role in (Role.OFFICER, None)


@dataclass(frozen=True)
class Lifecycle(Generic[Row]):
    """What may happen to the rows of one table, and by whom.

    Parameters
    ----------
    name : str
        The noun's identifier; the page is ``docs/states/<name>.md``.
    machine : type[StateMachine]
        Statuses, events and guards. A guard takes ``role``; an event's name is its button's word.
    refusal : str
        Sentence for an event that is not open now; ``{}`` is the present status's label.
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
    field: str = "status"

    def events(self, row: Row, role: Role | None) -> list[tuple[str, str]]:
        """Return (event, word on its button) for what this role may do to the row now."""
        return [(str(event.id), str(event.name)) for event in self._enabled(row, role)]

    def move(self, row: Row, event: str, *, role: Role | None) -> None:
        """Cause an event and change the row's status accordingly.

        Raises DomainError where the event is not open to this role in the present status.
        """
        # Compared before it is sent: the name may come from a form, and send() takes any attribute.
        if event not in {str(known.id) for known in self._enabled(row, role)}:
            raise DomainError(self.refusal.format(getattr(row, self.field).label))
        self._machine(row).send(event, role=role)

    def document(self) -> str:
        """Return the documentation page that shows the diagram (Markdown with Mermaid)."""
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
        return self.machine(row, state_field=self.field)

    def _enabled(self, row: Row, role: Role | None) -> list[Any]:
        return list(self._machine(row).enabled_events(role=role))
