"""The result of reading one row: a person ready to be stored."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

from core.labels import Labelled
from people.divisions.queries import place_name
from people.veterans.models import (
    Branch,
    EmploymentStatus,
    ResettlementMode,
    Schooling,
    Sex,
    SoldierClass,
)
from sheets.stated import in_words, is_stated, plain

# The columns of a profile a sheet can state, in the order of the report.
COLUMNS = {
    "phone": "手机号",
    "id_number": "身份证号",
    "sex": "性别",
    "born_on": "出生日期",
    "township_code": "户籍乡镇",
    "soldier_class": "兵役身份",
    "resettlement_mode": "安置方式",
    "retired_on": "退役日期",
    "schooling": "学历",
    "major": "所学专业",
    "skills_text": "技能特长",
    "employment_status": "就业状态",
    "wanted_occupations": "想做什么工作",
    "wanted_places": "想在哪里工作",
    "pay_min": "期望工资",
}
SEALED = ("phone", "id_number")
KINDS: dict[str, type[Labelled]] = {
    "sex": Sex,
    "soldier_class": SoldierClass,
    "resettlement_mode": ResettlementMode,
    "schooling": Schooling,
    "employment_status": EmploymentStatus,
}
DAYS = ("born_on", "retired_on")


@dataclass
class ParsedService:
    """One spell of service."""

    branch: Branch
    specialty: str
    duty: str
    rank: str
    started_on: date
    ended_on: date

    @property
    def mark(self) -> tuple[str, date, date]:
        """What is equal for one spell stated twice."""
        return self.branch.value, self.started_on, self.ended_on


@dataclass
class ParsedCredential:
    """One certificate; `key` is "" where the lexicon does not know it."""

    name: str
    key: str

    @property
    def mark(self) -> str:
        """What is equal for one certificate stated twice."""
        return self.key or self.name


@dataclass
class ParsedPerson:
    """One person as they will be stored; None or "" where the sheet does not state a value.

    `known_id` and `version` are those of the profile a row changes, `changed` its columns.
    """

    row: int
    name: str = ""
    phone: str = ""
    id_number: str | None = None
    sex: Sex | None = None
    born_on: date | None = None
    township_code: str | None = None
    soldier_class: SoldierClass | None = None
    resettlement_mode: ResettlementMode | None = None
    retired_on: date | None = None
    schooling: Schooling | None = None
    major: str = ""
    skills_text: str = ""
    employment_status: EmploymentStatus | None = None
    wanted_occupations: list[str] = field(default_factory=list)
    wanted_places: list[str] = field(default_factory=list)
    pay_min: int | None = None
    service: ParsedService | None = None
    credentials: list[ParsedCredential] = field(default_factory=list)
    known_id: int | None = None
    version: int = 0
    changed: list[str] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        """Return what was understood, as a person reads it; what is not stated is left out."""
        values = {"name": self.name, **{key: getattr(self, key) for key in COLUMNS}}
        found = {key: readable(key, value) for key, value in values.items() if is_stated(value)}
        if self.service is not None:
            found |= {key: readable(key, value) for key, value in vars(self.service).items()}
        if self.credentials:
            found["credentials"] = [one.name for one in self.credentials]
        return found

    def dumps(self) -> str:
        """Return the person as one JSON line."""
        return json.dumps(asdict(self), ensure_ascii=False, default=plain)

    @classmethod
    def loads(cls, line: str) -> Self:
        """Return the object of one JSON line."""
        raw: dict[str, Any] = json.loads(line)
        raw |= {key: restored(key, raw[key]) for key in COLUMNS}
        if raw["service"]:
            raw["service"] = _service(raw["service"])
        raw["credentials"] = [ParsedCredential(**one) for one in raw["credentials"]]
        return cls(**raw)


def _service(raw: dict[str, Any]) -> ParsedService:
    days = {key: date.fromisoformat(raw[key]) for key in ("started_on", "ended_on")}
    return ParsedService(**{**raw, **days, "branch": Branch(raw["branch"])})


def readable(key: str, value: Any) -> Any:
    """Return a value as a person reads it."""
    if key == "township_code":
        return place_name(value)
    if key == "wanted_places":
        return [place_name(code) for code in value]
    return in_words(value)


def restored(key: str, raw: Any) -> Any:
    """Return the value of a column that JSON kept."""
    if raw is None or raw == "":
        return raw
    if key in KINDS:
        return KINDS[key](raw)
    return date.fromisoformat(raw) if key in DAYS else raw
