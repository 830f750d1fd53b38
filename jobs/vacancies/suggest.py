"""Suggests occupations for a vacancy's title; the employer picks one."""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from lexicon.characters import nfkc
from lexicon.tables import Lexicon, load_lexicon

MOST = 3
_SHORTEST = 2
_GAPS = re.compile(r"\s+")


@dataclass(frozen=True)
class Suggestion:
    """An occupation of 职业分类大典 and the words of the title that led to it."""

    code: str
    name: str
    words: str


def suggest_occupations(title: str, lexicon: Lexicon | None = None) -> list[Suggestion]:
    """Return up to three occupations whose name or alias is in the title, longest first.

    A word inside a longer one does not count: 叉车工 is no 车工. Of one length the word further
    to the right wins, since a Chinese title ends in the occupation.
    """
    tables = lexicon or load_lexicon()
    folded = _fold(title)
    found = [
        _Mention(len(plain), folded.rfind(plain), word, code)
        for plain, word, code in _words(tables)
        if plain in folded
    ]
    kept: dict[str, _Mention] = {}
    for mention in sorted(found, key=lambda one: (-one.length, -one.start, one.code)):
        if mention.code not in kept and not any(map(mention.is_within, kept.values())):
            kept[mention.code] = mention
    return [
        Suggestion(code, tables.occupations[code].name, mention.word)
        for code, mention in list(kept.items())[:MOST]
    ]


def occupation_name(code: str) -> str:
    """Return the official name of an occupation, "" where the code is empty or unknown."""
    occupation = load_lexicon().occupations.get(code)
    return occupation.name if occupation else ""


class _Mention(NamedTuple):
    length: int
    start: int
    word: str
    code: str

    def is_within(self, other: "_Mention") -> bool:
        """Return whether this is only part of a longer word."""
        inside = other.start <= self.start
        ends = self.start + self.length <= other.start + other.length
        return self.length < other.length and inside and ends


@cache
def _words(lexicon: Lexicon) -> list[tuple[str, str, str]]:
    """Return (as compared, as written, code) of every name and alias long enough to search for."""
    return [
        (plain, word, occupation.code)
        for occupation in lexicon.occupations.values()
        for word in (occupation.name, *occupation.aliases)
        if len(plain := _fold(word)) >= _SHORTEST
    ]


def _fold(text: str) -> str:
    return _GAPS.sub("", nfkc(text).lower())
