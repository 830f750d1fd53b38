"""The result of reading one line of a roster: a person at a fair, ready to be stored."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

from fairs.fairs.models import Outcome
from jobs.applications.models import RejectReason
from people.ledgers.parsed import ParsedPerson
from sheets.stated import plain


@dataclass
class Result:
    """A meeting with an employer. `meeting_id` is that of one that is recorded already."""

    booking_id: int
    employer: str
    outcome: Outcome
    is_signed: bool = False
    vacancy_id: int | None = None
    reason: RejectReason | None = None
    meeting_id: int | None = None
    version: int = 0

    @property
    def words(self) -> str:
        """The outcome as a person reads it."""
        return "现场签约" if self.is_signed else self.outcome.label


@dataclass
class ParsedLine:
    """One line. Of a person who is not registered `first_row` is the line that adds them.

    `veteran_id`, `sign_up_id` are those there are; `checks_in`: they get a check-in by this line.
    """

    row: int
    fair_id: int
    person: ParsedPerson
    first_row: int = 0
    veteran_id: int | None = None
    sign_up_id: int | None = None
    version: int = 0
    signs_up: bool = False
    checks_in: bool = False
    result: Result | None = None

    def dumps(self) -> str:
        """Return the line as one JSON line."""
        raw = asdict(self) | {"person": self.person.dumps()}
        return json.dumps(raw, ensure_ascii=False, default=plain)

    @classmethod
    def loads(cls, line: str) -> Self:
        """Return the object of one JSON line."""
        raw: dict[str, Any] = json.loads(line)
        raw["person"] = ParsedPerson.loads(raw["person"])
        if raw["result"]:
            reason = raw["result"]["reason"]
            kinds = {
                "outcome": Outcome(raw["result"]["outcome"]),
                "reason": RejectReason(reason) if reason else None,
            }
            raw["result"] = Result(**{**raw["result"], **kinds})
        return cls(**raw)
