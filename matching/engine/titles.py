"""Confirmed labels: occupations of titles (by staff) and of military trades (by placements)."""

from collections import Counter
from collections.abc import Sequence
from typing import Self

import numpy as np

from matching.engine.bm25 import Field, FieldedBM25, Floats, total_by
from matching.engine.concepts import Concept, OccupationFinder
from matching.engine.estimator import Estimator
from matching.engine.text import CACHE_ENTRIES, Analyzer

FIELDS = {"title": Field(1.0, b=0.0)}
ConfirmedTitle = tuple[str, str]  # a title as written, and the code staff confirmed
# Key or words of a military trade, a code, number of veterans placed there.
ConfirmedTrade = tuple[str, str, int]
LEAST_PEOPLE = 3  # of a trade placed in an occupation: fewer are chance, and identify persons
TRUST = 0.9  # weight where all veterans of a trade were placed in one occupation


def trade_weights(trades: Sequence[ConfirmedTrade]) -> dict[str, dict[str, float]]:
    """Return for each trade the occupations its veterans were placed in, weighted by share.

    ``weight(trade, code) = TRUST * placed(trade, code) / placed(trade)``, in (0, TRUST].
    Occupations with fewer than ``LEAST_PEOPLE`` veterans are left out.
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
    """Finds occupations by titles that were confirmed before.

    Parameters
    ----------
    analyzer : Analyzer
        Splits titles into characters and pairs of them.
    finder : OccupationFinder
        Strips recruiting slang before the search.
    nearest : int, default=20
        Most titles that vote where none is the same.
    least_covered : float, default=0.6
        Least share of a title's weight in characters that another must have to vote, in (0, 1].
    least_share : float, default=0.4
        Least share of all votes an occupation needs, in [0, 1].

    Attributes
    ----------
    confirmed_ : tuple of (str, str)
        The titles and codes learnt, sorted.

    Notes
    -----
    The vote is the cube of what is covered, as in `ConceptSpace`; a similar title counts less than
    the same one. Without titles nothing is found.
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
        """Return the occupations of a title: the confirmed one, else those of similar titles."""
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
        """Return whether this title was confirmed."""
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
        """Return ``shared / max(weight of the title, weight of the name)``, shape (n_titles,).

        Weights are sums of the idf of distinct grams, so the result is in [0, 1].
        """
        # In the order of the name, so that sums are the same in every process.
        terms = dict.fromkeys(self.analyzer.grams(name), 1.0)
        shared = self._names.postings(terms).scores()
        whole = sum(map(self._names.idf_of, terms))
        theirs = np.maximum(self._weights, 1e-9)
        least: Floats = np.minimum(shared / max(whole, 1e-9), shared / theirs)
        return least
