"""The result of reading one row: a vacancy ready to be stored."""

import enum
import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from core.labels import Labelled
from jobs.employers.models import Industry, Staffing
from jobs.vacancies.models import PayPeriod, VacancyStatus
from people.veterans.models import Schooling


@dataclass
class ParsedEmployer:
    """The employer as the sheet names it. `key` is equal for all writings of a name."""

    name: str
    key: str
    is_named: bool = True
    credit_code: str | None = None
    industry: Industry | None = None
    staffing: Staffing | None = None
    introduction: str = ""
    contact_name: str = ""
    contact_phone: str = ""


@dataclass
class ParsedVacancy:
    """One vacancy as it will be stored; None where the sheet does not state a value."""

    row: int
    unit: ParsedEmployer
    title: str
    headcount: int = 1
    duties: str = ""
    requirements: str = ""
    place_code: str | None = None
    place_detail: str = ""
    pay_min: int | None = None
    pay_max: int | None = None
    pay_period: PayPeriod = PayPeriod.MONTH
    schooling_min: Schooling | None = None
    age_min: int | None = None
    age_max: int | None = None
    years_min: int | None = None
    has_lodging: bool | None = None
    has_insurance: bool | None = None
    has_nights: bool | None = None
    shift_note: str = ""
    veterans_first: bool = False
    valid_to: date | None = None  # None: as many days from loading as the plan has
    occupation_code: str = ""
    credentials: list[str] = field(default_factory=list)
    status: VacancyStatus = VacancyStatus.PUBLISHED
    status_note: str = ""

    def fingerprint(self) -> bytes:
        """Return a value that is equal for exact copies of a vacancy, employer apart."""
        return fingerprint(vars(self))

    def dumps(self) -> str:
        """Return the vacancy as one JSON line."""
        raw = {**vars(self), "unit": vars(self.unit)}
        return json.dumps(raw, ensure_ascii=False, default=_plain)

    def shown(self) -> dict[str, Any]:
        """Return what was understood, as a person reads it: choices by their label, days as text.

        What the row does not state is left out.
        """
        stated = {**vars(self), **vars(self.unit), "employer": self.unit.name}
        return {
            name: _readable(value)
            for name, value in stated.items()
            if name not in _OF_THE_ROW and value not in (None, "", [])
        }

    @classmethod
    def loads(cls, line: str) -> Self:
        """Return the object of one JSON line."""
        raw: dict[str, Any] = json.loads(line)
        if "has_board" in raw:  # staged before the column was renamed
            raw["has_lodging"] = raw.pop("has_board")
        unit = raw["unit"]
        unit["industry"] = unit["industry"] and Industry(unit["industry"])
        unit["staffing"] = unit["staffing"] and Staffing(unit["staffing"])
        raw["unit"] = ParsedEmployer(**unit)
        raw["pay_period"] = PayPeriod(raw["pay_period"])
        raw["status"] = VacancyStatus(raw["status"])
        raw["schooling_min"] = raw["schooling_min"] and Schooling(raw["schooling_min"])
        raw["valid_to"] = raw["valid_to"] and date.fromisoformat(raw["valid_to"])
        return cls(**raw)


_OF_THE_ROW = {"row", "unit", "name", "key", "is_named", "status", "status_note"}
CONTENTS = (
    "title", "headcount", "duties", "requirements", "place_code", "place_detail", "pay_min",
    "pay_max", "pay_period", "schooling_min", "age_min", "age_max", "years_min",
)  # fmt: skip


def fingerprint(values: Any) -> bytes:
    """Return a hash of the contents of a vacancy, given as a mapping of column -> value."""
    contents = [_comparable(values[name]) for name in CONTENTS]
    return hashlib.blake2b(repr(contents).encode(), digest_size=16).digest()


def _comparable(value: Any) -> Any:
    return value.value if isinstance(value, enum.Enum) else value


def _readable(value: Any) -> Any:
    if isinstance(value, Labelled):
        return value.label
    return value.isoformat() if isinstance(value, date) else value


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, enum.Enum) else value.isoformat()
