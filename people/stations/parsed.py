"""The result of reading one row of a sheet of stations: a station with staff to be stored."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

from people.divisions.queries import place_name
from people.stations.models import Employment, StationLevel
from sheets.stated import in_words, is_stated, plain

STATION = {
    "level": "哪一级",
    "division_code": "所在地",
    "address": "地址",
    "phone": "办公电话",
    "vacancies_planned": "应配几人",
    "is_model": "示范站",
}
STAFF = {
    "phone": "手机号",
    "duty": "职务",
    "employment": "专职还是兼职",
    "other_duties": "别的工作占百分之几",
}


@dataclass
class ParsedStaff:
    """One staff member; None or "" where the sheet does not state a value.

    `known_id` and `version` are those of the person of the station a row changes.
    """

    name: str
    phone: str = ""
    duty: str = ""
    employment: Employment | None = None
    other_duties: int | None = None
    started_on: date | None = None
    known_id: int | None = None
    version: int = 0
    changed: list[str] = field(default_factory=list)

    @classmethod
    def restored(cls, raw: Mapping[str, Any]) -> Self:
        """Return the object of what JSON kept."""
        employment = Employment(raw["employment"]) if raw["employment"] else None
        started_on = date.fromisoformat(raw["started_on"]) if raw["started_on"] else None
        return cls(**{**raw, "employment": employment, "started_on": started_on})


@dataclass
class ParsedStation:
    """One row: a station, which further rows of the sheet may name again, and its staff.

    `is_first`: the row that creates the station. `known_id` is that of a station there is.
    """

    row: int
    name: str
    level: StationLevel | None = None
    division_code: str | None = None
    address: str = ""
    phone: str = ""
    vacancies_planned: int | None = None
    is_model: bool | None = None
    staff: list[ParsedStaff] = field(default_factory=list)
    is_first: bool = False
    known_id: int | None = None
    version: int = 0
    changed: list[str] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        """Return what was understood, as a person reads it; what is not stated is left out."""
        found = {"name": self.name} | _stated(self, STATION)
        if self.staff:
            found["staff"] = [{"name": one.name} | _stated(one, STAFF) for one in self.staff]
        return found

    def dumps(self) -> str:
        """Return the row as one JSON line."""
        return json.dumps(asdict(self), ensure_ascii=False, default=plain)

    @classmethod
    def loads(cls, line: str) -> Self:
        """Return the object of one JSON line."""
        raw: dict[str, Any] = json.loads(line)
        raw["level"] = StationLevel(raw["level"]) if raw["level"] else None
        raw["staff"] = [ParsedStaff.restored(one) for one in raw["staff"]]
        return cls(**raw)


def readable(key: str, value: Any) -> Any:
    """Return a value as a person reads it."""
    return place_name(value) if key == "division_code" else in_words(value)


def _stated(row: Any, columns: Mapping[str, str]) -> dict[str, Any]:
    values = ((key, getattr(row, key)) for key in columns)
    return {key: readable(key, value) for key, value in values if is_stated(value)}
