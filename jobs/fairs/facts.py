"""What a fair is, as forms hand it to the deeds."""

from dataclasses import dataclass, fields
from datetime import datetime

from jobs.fairs.models import Fair, FairMode


@dataclass(frozen=True)
class FairFacts:
    """One fair as planned; times are moments, `partner_code` is six digits or None."""

    title: str
    mode: FairMode
    starts_at: datetime
    ends_at: datetime
    township_code: str | None = None
    venue: str = ""
    online_note: str = ""
    hosts: tuple[str, ...] = ()
    partner_code: str | None = None
    partner_name: str = ""
    introduction: str = ""
    slot_minutes: int = 15
    most_stops: int = 5


def facts_of(fair: Fair) -> FairFacts:
    """Return what a fair is."""
    values = {field.name: getattr(fair, field.name) for field in fields(FairFacts)}
    return FairFacts(**(values | {"hosts": tuple(fair.hosts)}))
