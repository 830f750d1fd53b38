"""What the forms of the caseload hand over, as the operations take it."""

from dataclasses import dataclass
from datetime import date

from people.caseload.models import Channel


@dataclass(frozen=True)
class ContactFacts:
    """One contact: how, whether the veteran was reached, and what was said."""

    channel: Channel
    was_reached: bool
    note: str


@dataclass(frozen=True)
class ActionFacts:
    """The next action for a veteran, its last day and the account that does it."""

    action: str
    due_on: date
    owner_id: int
