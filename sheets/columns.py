"""The fields a noun can read from a sheet, and the headings people give their columns."""

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from core.errors import Refusals
from sheets.texts import half_width

LONGEST_HEADING = 30
LONGEST_CONTAINING = 14  # a longer heading is a sentence, whose words name no column
EXACT, CONTAINED = 2, 1
_DECORATION = re.compile(
    r"[*★:：]|[(（](必填|选填|必选|可选|元|人|元/月|单位[:：]?\w*|岁|年)[)）]|(必填|选填)$"
)

_LETTER = re.compile(r"[(（][A-Z]{1,2}列[)）]$")  # shows equal headings apart


@dataclass(frozen=True)
class Field:
    """One meaning of a column. `synonyms` are headings; `fix` is how to fill it in."""

    key: str
    label: str
    synonyms: tuple[str, ...] = ()
    fix: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings that name the field."""
        return (self.label, *self.synonyms)


@dataclass(frozen=True)
class ContentTest:
    """A test by which a column is recognised without its heading: most cells must pass."""

    key: str
    passes: Callable[[str], bool]


@dataclass(frozen=True)
class FieldSet:
    """The fields of one noun.

    `required` fields need a column. `contents` are tried in order on columns whose heading names
    nothing. `leading` is the field of the first column of short words in a sheet without
    headings. `in_parts` maps a field to those that state the same better where all are there.
    `is_exact`: a heading that merely contains a field's word names none. `hidden` are fields
    nobody may read: their cells are shown and stored nowhere.
    """

    fields: tuple[Field, ...]
    required: tuple[str, ...] = ()
    contents: tuple[ContentTest, ...] = ()
    leading: str = ""
    in_parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    is_exact: bool = False
    hidden: frozenset[str] = frozenset()

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """The fields by key."""
        return {one.key: one for one in self.fields}

    @cached_property
    def _by_heading(self) -> dict[str, str]:
        """The key of each plain heading; of two fields with one heading the first counts."""
        named = [(plain_heading(word), one.key) for one in self.fields for word in one.headings]
        return dict(reversed(named))

    @cached_property
    def _contained(self) -> list[tuple[int, str, str]]:
        words = [(word, one.key) for one in self.fields for word in one.headings]
        return [(len(word), key, word) for word, key in words if len(word) > 1]

    def field_of(self, heading: str) -> tuple[str, int] | None:
        """Return (field, how sure: EXACT or CONTAINED) for a heading, or None.

        A contained word counts by length: 招聘岗位名称 is 岗位名称, not 岗位.
        """
        text = plain_heading(heading)
        if not text or len(text) > LONGEST_HEADING:
            return None
        if text in self._by_heading:
            return self._by_heading[text], EXACT
        if self.is_exact:
            key = self._by_heading.get(_LETTER.sub("", text))
            return (key, CONTAINED) if key else None
        if len(text) > LONGEST_CONTAINING:
            return None
        contained = [(length, key) for length, key, word in self._contained if word in text]
        return (max(contained)[1], CONTAINED) if contained else None

    def check_columns(self, chosen: Iterable[str]) -> None:
        """Raise DomainError where two columns have one meaning or a required one is missing."""
        keys, refusals = list(chosen), Refusals()
        for key in dict.fromkeys(keys):
            if keys.count(key) > 1 and key in self.by_key:
                refusals.add(f"“{self.by_key[key].label}”选了两列，只能选一列。")
        for key in self.required:
            if key not in keys:
                refusals.add(f"还没有选哪一列是“{self.by_key[key].label}”。")
        refusals.raise_if_any()

    def missing(self, chosen: Iterable[str]) -> list[str]:
        """Return the labels of the required fields that no column has."""
        keys = set(chosen)
        return [self.by_key[key].label for key in self.required if key not in keys]


def plain_heading(heading: str) -> str:
    """Return a heading without stars, units and "(必填)"."""
    return _DECORATION.sub("", half_width(heading)).replace("（", "(")


def fields_in(table: Path) -> tuple[Field, ...]:
    """Return the fields of a reviewed table: key, label, synonyms by blanks, fix."""
    with table.open(encoding="utf-8", newline="") as file:
        return tuple(
            Field(row["key"], row["label"], tuple(row["synonyms"].split()), row["fix"])
            for row in csv.DictReader(file)
        )


def cell(cells: Sequence[str], index: int | None) -> str:
    """Return the text of a column, "" where the row ends before it or there is no such column."""
    return cells[index] if index is not None and index < len(cells) else ""
