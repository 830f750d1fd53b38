"""A county loaded on some day, with the rows the checks of its year share."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from core import clock
from fairs.fairs.models import Fair, FairStatus, Meeting, SignUp
from people.veterans.models import Veteran
from placements.placements.models import Placement

MOMENTS = {  # in UTC; Beijing is eight hours ahead
    "31 December 23:30": datetime(2025, 12, 31, 15, 30, tzinfo=UTC),
    "1 January 00:30": datetime(2026, 12, 31, 16, 30, tzinfo=UTC),
    "20 January": datetime(2027, 1, 20, 4, tzinfo=UTC),
    "29 February": datetime(2028, 2, 29, 1, tzinfo=UTC),
    "30 June": datetime(2026, 6, 30, 3, tzinfo=UTC),
    "30 November": datetime(2026, 11, 30, 4, tzinfo=UTC),
}
HELD = (FairStatus.ENDED, FairStatus.CLOSED)


@dataclass
class County:
    """A loaded county with the rows the checks share, read once."""

    today: date
    fairs: list[Fair]
    sign_ups: list[SignUp]
    meetings: list[Meeting]
    placements: list[Placement]
    veterans: dict[int, Veteran]

    def of_year(self, year: int) -> list[Fair]:
        """Return the fairs held in a year."""
        return [
            fair
            for fair in self.fairs
            if fair.status in HELD and clock.year_of(fair.starts_at) == year
        ]
