"""Text → occupation codes with weights, and how close two codes are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lexicon.characters import nfkc
from lexicon.tables import Occupation
from matching.engine.bm25 import Floats
from matching.engine.estimator import Estimator
from matching.engine.text import CACHE_ENTRIES, normalise

CODE = re.compile(r"\d(?:-\d\d){0,3}")
# Where a phrase may end inside a title: brackets enclose remarks, "/" joins two titles.
PHRASE_ENDS = re.compile(r"[\s,，、;；。:：/|\\()（）\[\]【】<>《》+!！~_*\"'-]+")

# Closeness by how many of the four levels (大类, 中类, 小类, 细类) two codes share. Neighbours in a
# 小类 are the same trade in another setting; those in a 中类 share little more than a sector.
CLOSENESS = (0.0, 0.05, 0.25, 0.6, 1.0)
# A shorter code (a wish for a whole group) covers the codes below it, with less certainty.
GROUP_CLOSENESS = (0.0, 0.1, 0.5, 0.9, 1.0)
TAIL_BONUS = 0.2  # Chinese titles end in the trade: 货车司机助理 is an assistant, not a driver
SHARED_ALIAS = 0.8  # an alias shared by several occupations counts less for each


@dataclass(frozen=True, slots=True)
class Concept:
    """An occupation found in a text: weight in (0, 1] and the words it was found by."""

    code: str
    weight: float
    words: str


@lru_cache(maxsize=8192)
def levels(code: str) -> tuple[int, ...]:
    """Return the levels of a code without empty ones at the end: 4-02-02-00 → (4, 2, 2)."""
    parts = [int(part) for part in code.split("-")] if CODE.fullmatch(code) else []
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


class CodeTable:
    """Occupation codes as an array of levels, to compare one code with all at once."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        self._levels: NDArray[np.int16] = np.zeros((len(self.codes), 4), dtype=np.int16)
        for row, code in enumerate(self.codes):
            own = levels(code)
            self._levels[row, : len(own)] = own
        self._depth = (self._levels > 0).sum(axis=1)
        self._known: dict[str, Floats] = {}

    def closeness(self, code: str) -> Floats:
        """Return the closeness of `code` to each code of the table, in [0, 1], symmetric.

        The array is cached for other profiles with the code, hence read-only.
        """
        known = self._known.get(code)
        if known is None:
            known = self._known[code] = self._measure(code)
            known.setflags(write=False)
        return known

    def _measure(self, code: str) -> Floats:
        """Return ``CLOSENESS[n]`` for n leading levels in common, in [0, 1].

        Where the shorter code is a group (n equals its levels, fewer than 4), the closeness is
        ``GROUP_CLOSENESS[n]``; the same code has 1.
        """
        own = np.zeros(4, dtype=np.int16)
        own[: len(levels(code))] = levels(code)
        depth = len(levels(code))
        shared = np.cumprod(self._levels == own, axis=1).sum(axis=1)
        shallower = np.minimum(self._depth, depth)
        shared = np.minimum(shared, shallower)
        is_group = (shared == shallower) & (shallower < 4)
        both = np.where(is_group, np.take(GROUP_CLOSENESS, shared), np.take(CLOSENESS, shared))
        return np.where((self._depth == depth) & (shared == depth) & (depth > 0), 1.0, both)


def closeness(first: str, second: str) -> float:
    """Return how close two occupation codes are, in [0, 1]; 1 is the same code."""
    return float(CodeTable((first,)).closeness(second)[0])


class OccupationFinder(Estimator):
    """Find occupations in short texts by their names and everyday aliases.

    Parameters
    ----------
    slang : re.Pattern, optional
        Recruiting slang (急招, 包吃住, 月入3万), removed before the search.

    Attributes
    ----------
    phrases_ : dict of str to tuple of str
        Codes of each normalised name or alias.
    """

    def __init__(self, *, slang: re.Pattern[str] | None = None) -> None:
        self.slang = slang

    def fit(self, occupations: Iterable[Occupation], y: None = None) -> Self:
        """Learn names and aliases."""
        phrases: dict[str, dict[str, None]] = {}
        for occupation in occupations:
            for phrase in (occupation.name, *occupation.aliases):
                phrases.setdefault(_squeeze(phrase), {})[occupation.code] = None
        phrases.pop("", None)
        self.phrases_ = {phrase: tuple(codes) for phrase, codes in phrases.items()}
        self._longest = max(map(len, self.phrases_), default=0)
        self._memory: dict[str, tuple[Concept, ...]] = {}
        return self

    def find(self, text: str) -> tuple[Concept, ...]:
        """Return the occupations a short text (a title, a trade) names, heaviest first."""
        self._check_fitted()
        found = self._memory.get(text)
        if found is None:
            if len(self._memory) >= CACHE_ENTRIES:
                self._memory.clear()
            found = self._memory[text] = self._find(text)
        return found

    def _find(self, text: str) -> tuple[Concept, ...]:
        best: dict[str, Concept] = {}
        for phrase in PHRASE_ENDS.split(self.strip_slang(text)):
            for concept in self._in_phrase(_squeeze(phrase)):
                known = best.get(concept.code)
                if known is None or known.weight < concept.weight:
                    best[concept.code] = concept
        return tuple(sorted(best.values(), key=lambda found: (-found.weight, found.code)))

    def strip_slang(self, text: str) -> str:
        """Return the normalised text without recruiting slang."""
        plain = nfkc(text)
        return normalise(self.slang.sub(" ", plain) if self.slang else plain)

    def _in_phrase(self, phrase: str) -> Iterable[Concept]:
        letters = sum(not letter.isascii() for letter in phrase)  # A2 and CNC are not trades
        for start, end in self._spans(phrase):
            hit = phrase[start:end]
            codes = self.phrases_[hit]
            tail = TAIL_BONUS if end == len(phrase) else 0.0
            covered = (1 - TAIL_BONUS) * min(len(hit) / max(letters, 1), 1.0)
            weight = (covered + tail) * (1.0 if len(codes) == 1 else SHARED_ALIAS)
            yield from (Concept(code, weight, hit) for code in codes)

    def _spans(self, phrase: str) -> Iterable[tuple[int, int]]:
        """Return the names inside a phrase, longest first, without any inside a longer one."""
        taken = np.zeros(len(phrase), dtype=bool)
        for length in range(min(self._longest, len(phrase)), 1, -1):
            for start in range(len(phrase) - length, -1, -1):
                inside = slice(start, start + length)
                if phrase[inside] in self.phrases_ and not taken[inside].any():
                    taken[inside] = True
                    yield start, start + length


def _squeeze(phrase: str) -> str:
    return re.sub(r"\s+", "", normalise(phrase))


def merge_best(found: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return the greatest weight of each code over several findings."""
    best: dict[str, float] = {}
    for code, weight in (pair for weights in found for pair in weights.items()):
        best[code] = max(weight, best.get(code, 0.0))
    return best
