"""Finds the occupation a title names, fast enough for every row of a long sheet."""

from dataclasses import dataclass, field
from functools import cache

from lexicon.tables import Lexicon, load_lexicon
from sheets.texts import half_width

SHORTEST = 2


@dataclass(frozen=True)
class OccupationFinder:
    """All names and aliases of occupations by their text; each text is resolved once."""

    codes: dict[str, str]
    longest: int
    known: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, lexicon: Lexicon) -> "OccupationFinder":
        """Index the names; where two occupations share one, the lower code counts."""
        codes: dict[str, str] = {}
        for code in sorted(lexicon.occupations, reverse=True):
            occupation = lexicon.occupations[code]
            for word in (occupation.name, *occupation.aliases):
                codes[_fold(word)] = code
        return cls(codes, max(map(len, codes), default=0))

    def find(self, title: str) -> str:
        """Return the code of the longest name in a title, the rightmost of equals, "" for none.

        The first answer of jobs.vacancies.suggest.suggest_occupations, without its walk through
        all occupations.
        """
        if title not in self.known:
            self.known[title] = self._search(_fold(title))
        return self.known[title]

    def _search(self, text: str) -> str:
        for length in range(min(self.longest, len(text)), SHORTEST - 1, -1):
            for start in range(len(text) - length, -1, -1):
                code = self.codes.get(text[start : start + length])
                if code is not None:
                    return code
        return ""


@cache
def occupation_finder() -> OccupationFinder:
    """Return the finder over the installed lexicon."""
    return OccupationFinder.of(load_lexicon())


def _fold(text: str) -> str:
    return half_width(text).lower()
