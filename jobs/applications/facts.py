"""An answer to an application, as forms pass it to the operations."""

from dataclasses import dataclass
from datetime import datetime

from jobs.applications.models import RejectReason


@dataclass(frozen=True)
class Answer:
    """The details of an event: a reason, a message to the veteran, when and where to meet.

    `why` is the reason for cancelling in words, which the other side reads; `shares_contact` is
    the veteran's consent given with an acceptance.
    """

    reason: RejectReason | None = None
    note: str = ""
    interview_at: datetime | None = None
    interview_place: str = ""
    why: str = ""
    shares_contact: bool = False
