"""What an answer to an application says, as forms hand it to the deeds."""

from dataclasses import dataclass
from datetime import datetime

from jobs.applications.models import RejectReason


@dataclass(frozen=True)
class Answer:
    """What goes with an event: a reason, a word to the veteran, when and where to meet."""

    reason: RejectReason | None = None
    note: str = ""
    interview_at: datetime | None = None
    interview_place: str = ""
