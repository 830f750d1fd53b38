"""What was confirmed: occupations of titles, by staff; of military trades, by work found."""

from collections import Counter
from collections.abc import Sequence
from typing import Self

import numpy as np

from matching.engine.bm25 import Field, FieldedBM25, Floats, total_by
from matching.engine.concepts import Concept, OccupationFinder
from matching.engine.estimator import Estimator
from matching.engine.text import CACHE_ENTRIES, Analyzer

FIELDS = {"title": Field(1.0, b=0.0)}
ConfirmedTitle = tuple[str, str]  # a title as written, and the code staff gave it
ConfirmedTrade = tuple[str, str, int]  # key or words of a trade, a code, people who went there
LEAST_PEOPLE = 3  # who went from a trade to an occupation before it says anything, or of anybody
TRUST = 0.9  # of a trade all of whose people went to one occupation


def trade_weights(trades: Sequence[ConfirmedTrade]) -> dict[str, dict[str, float]]:
    """Return for each trade the occupations its people went to, weighed by their share.

    Occupations fewer than three went to are left out: they are chance, and they would tell of
    persons.
    """
    people: Counter[str] = Counter()
    for trade, _, count in trades:
        people[trade] += count
    weights: dict[str, dict[str, float]] = {}
    for trade, code, count in trades:
        if count >= LEAST_PEOPLE:
            weights.setdefault(trade, {})[code] = TRUST * count / people[trade]
    return weights


class ConfirmedTitles(Estimator):
    """Find occupations by titles that were confirmed before.

    Parameters
    ----------
    analyzer : Analyzer
        Cuts titles into characters and pairs of them.
    finder : OccupationFinder
        Strips recruiting slang before looking.
    nearest : int, default=20
        Titles that may vote where none is the same.
    least_covered : float, default=0.6
        Share of a title's weight in characters that another must hold to vote, in (0, 1].
    least_share : float, default=0.4
        Share of all votes an occupation needs.

    Attributes
    ----------
    confirmed_ : tuple of (str, str)
        The titles and codes learnt, sorted.

    Notes
    -----
    The vote is the cube of what is covered, as in `ConceptSpace`; a title like a confirmed one
    is trusted less than the same one. Without titles nothing is ever found.
    """

    def __init__(
        self,
        *,
        analyzer: Analyzer,
        finder: OccupationFinder,
        nearest: int = 20,
        least_covered: float = 0.6,
        least_share: float = 0.4,
    ) -> None:
        self.analyzer = analyzer
        self.finder = finder
        self.nearest = nearest
        self.least_covered = least_covered
        self.least_share = least_share

    def fit(self, titles: Sequence[ConfirmedTitle], y: None = None) -> Self:
        """Learn titles; of several codes for one title the most frequent counts, ties the first."""
        seen: dict[str, Counter[str]] = {}
        for title, code in sorted(titles):
            seen.setdefault(self._plain(title), Counter())[code] += 1
        seen.pop("", None)
        self.codes_ = {
            name: min(counts, key=lambda code: (-counts[code], code))
            for name, counts in seen.items()
        }
        self.confirmed_ = tuple(sorted(self.codes_.items()))
        names = [name for name, _ in self.confirmed_]
        self._occupations = sorted({code for _, code in self.confirmed_})
        column = {code: place for place, code in enumerate(self._occupations)}
        self._column = np.array([column[code] for _, code in self.confirmed_], dtype=np.intp)
        self._names = FieldedBM25(fields=FIELDS, k1=0.0).fit(
            [{"title": self.analyzer.grams(name)} for name in names]
        )
        self._weights = np.asarray(self._names.shares_.sum(axis=0)).ravel()
        self._memory: dict[str, tuple[Concept, ...]] = {}
        return self

    def find(self, title: str) -> tuple[Concept, ...]:
        """Return the occupations of a title: the confirmed one, else those of titles like it."""
        self._check_fitted()
        if not self.confirmed_:
            return ()
        found = self._memory.get(title)
        if found is None:
            if len(self._memory) >= CACHE_ENTRIES:
                self._memory.clear()
            found = self._memory[title] = self._find(self._plain(title))
        return found

    def is_confirmed(self, title: str) -> bool:
        """Tell whether this very title was confirmed."""
        return bool(self.codes_) and self._plain(title) in self.codes_

    def _plain(self, title: str) -> str:
        return "".join(self.finder.strip_slang(title).split())

    def _find(self, name: str) -> tuple[Concept, ...]:
        if name in self.codes_:
            return (Concept(self.codes_[name], 1.0, name),)
        covered = self._covered(name)
        near = np.argsort(-covered, kind="stable")[: self.nearest]
        near = near[covered[near] >= self.least_covered]
        if not len(near):
            return ()
        votes = total_by(self._column[near], covered[near] ** 3, len(self._occupations))
        shares = votes / votes.sum()
        best = np.flatnonzero(shares >= self.least_share)
        closest = float(covered[near].max())
        found = [
            Concept(self._occupations[one], float(shares[one]) * closest, name) for one in best
        ]
        return tuple(sorted(found, key=lambda one: (-one.weight, one.code)))

    def _covered(self, name: str) -> Floats:
        """Return what share of the name's weight each title holds, and it of theirs, the less."""
        terms = dict.fromkeys(self.analyzer.grams(name), 1.0)  # in order, so that sums are too
        shared = self._names.postings(terms).scores()
        whole = sum(map(self._names.idf_of, terms))
        theirs = np.maximum(self._weights, 1e-9)
        least: Floats = np.minimum(shared / max(whole, 1e-9), shared / theirs)
        return least
