"""The result of reading one row: a person, how they were received, what is ticked."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

from people.arrivals.fields import item_key
from people.arrivals.marks import Mark
from people.arrivals.models import ItemStatus
from people.ledgers.parsed import ParsedPerson
from people.veterans.models import ResettlementMode
from sheets.stated import plain


@dataclass
class ParsedArrival:
    """One arrival as it will be stored.

    `person` is written too where `writes_person`. `veteran_id` and `arrival_id` are of those there
    are already; of such an arrival `seen` holds id and version of each item that changes.
    """

    person: ParsedPerson
    approved_on: date
    year: int
    mode: ResettlementMode | None = None
    marks: dict[str, Mark] = field(default_factory=dict)
    writes_person: bool = False
    veteran_id: int | None = None
    arrival_id: int | None = None
    seen: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def row(self) -> int:
        """The number of the row in the sheet."""
        return self.person.row

    def shown(self) -> dict[str, Any]:
        """Return what was understood, as a person reads it."""
        ticks = {item_key(key): mark.words for key, mark in self.marks.items()}
        received = {"approved_on": self.approved_on.isoformat(), "year": self.year}
        return self.person.shown() | received | ticks

    def dumps(self) -> str:
        """Return the arrival as one JSON line."""
        raw = {**vars(self), "person": self.person.dumps()}
        raw["marks"] = {key: asdict(mark) for key, mark in self.marks.items()}
        return json.dumps(raw, ensure_ascii=False, default=plain)

    @classmethod
    def loads(cls, line: str) -> Self:
        """Return the object of one JSON line."""
        raw: dict[str, Any] = json.loads(line)
        mode = raw["mode"]
        return cls(
            person=ParsedPerson.loads(raw["person"]),
            approved_on=date.fromisoformat(raw["approved_on"]),
            year=raw["year"],
            mode=ResettlementMode(mode) if mode else None,
            marks={key: _mark(one) for key, one in raw["marks"].items()},
            writes_person=raw["writes_person"],
            veteran_id=raw["veteran_id"],
            arrival_id=raw["arrival_id"],
            seen={key: (one[0], one[1]) for key, one in raw["seen"].items()},
        )


def _mark(raw: dict[str, Any]) -> Mark:
    day = raw["done_on"]
    done_on = date.fromisoformat(day) if day else None
    return Mark(ItemStatus(raw["status"]), done_on, raw["note"], raw["paper_no"])
