"""What forms hand to corrections: how staff knew the person."""

from dataclasses import dataclass

from core.errors import DomainError, check_length
from people.corrections.models import LONGEST_NOTE, Paper


@dataclass(frozen=True)
class Proof:
    """The paper seen at the desk, a note on it, and the account of who saw it."""

    paper: Paper
    note: str
    by_id: int


@dataclass(frozen=True)
class Former:
    """The phone or the name before a correction; both empty where neither changed."""

    phone: str | None = None
    name: str = ""


def check_proof(proof: Proof) -> None:
    """Raise DomainError for another paper than those listed that is not named in the note."""
    check_length(proof.note, LONGEST_NOTE, field="note")
    if proof.paper is Paper.OTHER and not proof.note.strip():
        raise DomainError("请写明看了什么证明。", field="note")
