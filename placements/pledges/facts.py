"""Facts about pledges as forms hand them over, and their rules."""

from dataclasses import dataclass
from datetime import date

from core import clock
from core.errors import DomainError
from placements.pledges.models import HirePledge

LONGEST_REVIEW = 200


@dataclass(frozen=True)
class PledgeFacts:
    """A promise of so many hires until a day."""

    headcount: int
    due_on: date


@dataclass(frozen=True)
class PledgeProgress:
    """A promise and how many people were verified at work since it was made, by its day."""

    pledge: HirePledge
    kept: int

    def is_public(self, today: date) -> bool:
        """Return whether the public sees it: running, kept, or overdue and reviewed."""
        is_kept = self.kept >= self.pledge.headcount
        return today <= self.pledge.due_on or is_kept or self.pledge.reviewed_on is not None


def check_due_day(day: date) -> None:
    """Raise DomainError where a promise would be due already."""
    if day <= clock.today():
        raise DomainError("日期要在今天以后。", field="due_on")
