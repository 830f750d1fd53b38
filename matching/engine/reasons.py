"""Reasons: a sentence, its points, and its sources in both records."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lexicon.durations import in_words
from matching.engine.profile import ProfileRef, Trade, months_together

# What a reason on a hard condition has in place of a dimension of the score.
OPEN, FAILED = "condition", "failed"


class Side(StrEnum):
    """Whether a reason is for a vacancy, against it, or a note on what is unknown."""

    FOR = "for"
    AGAINST = "against"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class VacancyRef:
    """A place in a vacancy: field, exact words, offset (None for a form field)."""

    field: str
    words: str = ""
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence to the veteran, with the points earned (>= 0) and the points lost (>= 0).

    `for_employer` is the same fact without anything that identifies the veteran; it is empty
    where the employer has no right to know.
    """

    dimension: str
    side: Side
    text: str
    contribution: float = 0.0
    lost: float = 0.0
    profile_ref: ProfileRef | None = None
    vacancy_ref: VacancyRef | None = None
    for_employer: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One dimension of a score: points earned of the most possible; fraction None is 信息不足."""

    dimension: str
    name: str
    contribution: float
    points: float
    fraction: float | None
    is_asked: bool


def duration(spells: Sequence[Trade]) -> str:
    """Return the time spent in these spells together in words, "" where a length is unknown."""
    known = bool(spells) and all(spell.is_timed for spell in spells)
    return in_words(months_together(spells)) if known else ""


def quote(words: str, text: str) -> tuple[str, int | None]:
    """Return the words as written in a text and their offset there (None if not verbatim)."""
    start = text.lower().find(words)
    if start < 0:
        return words.upper() if words.isascii() else words, None
    return text[start : start + len(words)], start
