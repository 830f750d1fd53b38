"""The result of reading one row of a sheet of employers: an employer ready to be stored."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from jobs.employers.models import Industry, Staffing
from people.divisions.queries import place_name
from sheets.stated import in_words, is_stated, plain

# The columns of an employer a sheet can state, in the order of the report.
COLUMNS = {
    "credit_code": "统一社会信用代码",
    "legal_person": "法定代表人",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "division_code": "所在地",
    "address": "详细地址",
    "industry": "所属行业",
    "staffing": "人员规模",
    "introduction": "单位简介",
    "is_veteran_run": "军创企业",
}


@dataclass
class ParsedFirm:
    """One employer as it will be stored; None or "" where the sheet does not state a value.

    `known_id` and `version` are those of the employer a row changes, `changed` its columns.
    """

    row: int
    name: str = ""
    credit_code: str | None = None
    legal_person: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    division_code: str | None = None
    address: str = ""
    industry: Industry | None = None
    staffing: Staffing | None = None
    introduction: str = ""
    is_veteran_run: bool | None = None
    known_id: int | None = None
    version: int = 0
    changed: list[str] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        """Return what was understood, as a person reads it; what is not stated is left out."""
        values = {"name": self.name, **{key: getattr(self, key) for key in COLUMNS}}
        return {key: readable(key, value) for key, value in values.items() if is_stated(value)}

    def dumps(self) -> str:
        """Return the employer as one JSON line."""
        return json.dumps(asdict(self), ensure_ascii=False, default=plain)

    @classmethod
    def loads(cls, line: str) -> Self:
        """Return the object of one JSON line."""
        raw: dict[str, Any] = json.loads(line)
        raw["industry"] = Industry(raw["industry"]) if raw["industry"] else None
        raw["staffing"] = Staffing(raw["staffing"]) if raw["staffing"] else None
        return cls(**raw)


def readable(key: str, value: Any) -> Any:
    """Return a value as a person reads it."""
    return place_name(value) if key == "division_code" else in_words(value)
