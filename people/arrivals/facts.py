"""What a form or a sheet states of an item."""

from dataclasses import dataclass
from datetime import date

from people.arrivals.models import ItemStatus


@dataclass(frozen=True)
class Result:
    """What became of an item; `done_on` counts for one that is not open."""

    status: ItemStatus
    done_on: date | None = None
    note: str = ""
    paper_no: str = ""
