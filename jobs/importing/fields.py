"""The meanings a column of a sheet can have, and the headings people give it."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.errors import Refusals
from jobs.importing.parse.numbers import half_width

DATA = Path(__file__).with_name("data") / "fields.csv"


@dataclass(frozen=True)
class Field:
    """One meaning of a column. `synonyms` are headings; `fix` is how to fill it in."""

    key: str
    label: str
    synonyms: tuple[str, ...]
    fix: str = ""


def _fields() -> tuple[Field, ...]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(
            Field(row["key"], row["label"], (row["label"], *row["synonyms"].split()), row["fix"])
            for row in csv.DictReader(file)
        )


FIELDS = _fields()
BY_KEY = {field.key: field for field in FIELDS}
# Facts about the employer, of no use in an employer's own sheet.
UNIT_FIELDS = frozenset(
    {
        "employer",
        "credit_code",
        "facts",
        "industry",
        "staffing",
        "introduction",
        "contact_name",
        "contact_phone",
    }
)
_DECORATION = re.compile(
    r"[*★:：]|[(（](必填|选填|必选|可选|元|人|元/月|单位[:：]?\w*|岁|年)[)）]|(必填|选填)$"
)


def plain_heading(heading: str) -> str:
    """Return a heading without stars, units and "(必填)"."""
    return _DECORATION.sub("", half_width(heading)).replace("（", "(")


def field_of(heading: str) -> tuple[str, int] | None:
    """Return (field, how sure: 2 exact, 1 contained) for a heading, or None.

    A contained word counts by length: 招聘岗位名称 is 岗位名称, not 岗位.
    """
    text = plain_heading(heading)
    if not text or len(text) > 30:
        return None
    for field in FIELDS:
        if text in {plain_heading(word) for word in field.synonyms}:
            return field.key, 2
    contained = [(len(word), field.key) for field in FIELDS for word in field.synonyms
                 if len(word) > 1 and word in text]  # fmt: skip
    return (max(contained)[1], 1) if contained and len(text) <= 14 else None


def check_columns(chosen: Iterable[str]) -> None:
    """Raise DomainError where two columns have one meaning or none is the title."""
    keys, refusals = list(chosen), Refusals()
    for key in dict.fromkeys(keys):
        if keys.count(key) > 1 and key in BY_KEY:
            refusals.add(f"“{BY_KEY[key].label}”选了两列，只能选一列。")
    if "title" not in keys:
        refusals.add("还没有选哪一列是“岗位名称”。")
    refusals.raise_if_any()
