"""What waits for a viewer: one line for each count, with the page that lists its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.access import READ_ONLY
from core.counting import counted
from core.features import DeskLine, installed
from people.accounts.models import Account


@dataclass(frozen=True)
class Waiting:
    """One line of the desk page with its count."""

    count: int
    label: str
    endpoint: str
    arguments: Mapping[str, Any]
    action: str
    note: str
    is_urgent: bool


def waiting_for(viewer: Account) -> list[Waiting]:
    """Return the lines of the viewer's role that have rows, the urgent ones first."""
    lines = [_line(line, viewer) for line in installed().desk_lines(viewer.role)]
    return sorted((line for line in lines if line.count), key=lambda line: not line.is_urgent)


def _line(line: DeskLine, viewer: Account) -> Waiting:
    """Return a line with its count; a role that may change nothing is asked for nothing."""
    return Waiting(
        counted(line.count, viewer),
        line.text,
        line.endpoint,
        line.arguments,
        "看名单" if viewer.role in READ_ONLY else line.action,
        line.remark,
        line.is_urgent,
    )
