"""What forms and commands pass to the operations on accounts."""

from dataclasses import dataclass

from core.access import Role


@dataclass(frozen=True)
class StaffFacts:
    """A new account of the bureau or a station; only a clerk has a township."""

    role: Role
    name: str
    phone: str
    division_code: str | None
