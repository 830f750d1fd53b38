"""Best-k search over an index by the compiled kernel."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.kernel import compiled, plain
from benchmarks.kernel.index import ALL_LICENCES, ImpactIndex


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a search. `places` None means everywhere; the defaults filter nothing."""

    places: NDArray[np.int32] | None = None
    most_schooling: int = 255
    licences: int = int(ALL_LICENCES)
    only_open: bool = False


@dataclass(frozen=True, slots=True)
class Hits:
    """The best documents, best first: the caller's row numbers and scores, at most k."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]


EVERYTHING = Wanted()
MOST_TERMS = 4096  # of a query; beyond, 16-bit bounds would become too coarse


class Searcher:
    """Searches an index. Threads may share one: each has its own scratch arrays.

    Notes
    -----
    Exact: the hits are those with the k greatest sums of ``weight * share``, ties by the lower
    row number. Documents without a term of the query are not hits. Every step of the kernel
    states its invariant in `compiled.py`; blocks, rounding up and chunk maxima follow Ding and
    Suel 2011 (SIGIR, doi:10.1145/2009916.2010048) and Turtle and Flood 1995
    (doi:10.1016/0306-4573(95)00020-H) in spirit, over impacts as in Anh and Moffat 2006.
    Cost: at most one addition for each posting of the query's terms.
    """

    def __init__(self, index: ImpactIndex) -> None:
        self.index = index
        self._postings = (index.starts, index.packed, index.scales, index.tops)
        self._rows = (index.row_starts, index.row_terms, index.row_shares, index.row_of)
        self._facts = (index.schooling, index.licences, index.is_open)
        self._everywhere = index.ranges(None)
        self._own = threading.local()

    def top(
        self,
        terms: NDArray[np.int32],
        weights: NDArray[np.float64],
        *,
        k: int,
        wanted: Wanted = EVERYTHING,
    ) -> Hits:
        """Return the k best documents of a query of distinct terms with weights > 0.

        Raises
        ------
        ValueError
            If k is below 1, or weights and terms differ in length.
        """
        if k < 1 or len(terms) != len(weights):
            raise ValueError("need k >= 1 and a weight for each term")
        ranges = self._everywhere if wanted.places is None else self.index.ranges(wanted.places)
        if not 0 < len(terms) <= MOST_TERMS:
            return Hits(*plain.top(self.index, terms, weights, k=k, ranges=ranges, wanted=wanted))
        scores, rows = np.empty(k), np.empty(k, np.int64)
        facts = (wanted.most_schooling, np.uint64(wanted.licences), wanted.only_open)
        count = compiled.search(
            terms, weights, ranges, facts, self._postings, self._rows, self._facts,
            self._scratch(), scores, rows,
        )  # fmt: skip
        return Hits(rows[:count], scores[:count])

    def top_each(
        self,
        queries: Sequence[tuple[NDArray[np.int32], NDArray[np.float64]]],
        *,
        k: int,
        wanted: Sequence[Wanted] | None = None,
    ) -> list[Hits]:
        """Return the hits of many queries, the same as one by one, in one call of the kernel."""
        asked = wanted or [EVERYTHING] * len(queries)
        if k < 1 or not all(_is_usual(*query) for query in queries):
            pairs = zip(queries, asked, strict=True)
            return [self.top(terms, weights, k=k, wanted=one) for (terms, weights), one in pairs]
        ranges = [self.index.ranges(one.places) for one in asked]
        facts = (
            np.array([one.most_schooling for one in asked], np.int64),
            np.array([one.licences for one in asked], np.uint64),
            np.array([one.only_open for one in asked], np.bool_),
        )
        scores, rows = np.empty((len(queries), k)), np.empty((len(queries), k), np.int64)
        counts = np.zeros(len(queries), np.int64)
        if queries:
            compiled.search_each(
                _ends([terms for terms, _ in queries]),
                np.concatenate([terms for terms, _ in queries]),
                np.concatenate([weights for _, weights in queries]),
                _ends(ranges),
                np.concatenate(ranges),
                facts, self._postings, self._rows, self._facts, self._scratch(),
                scores, rows, counts,
            )  # fmt: skip
        return [Hits(rows[i, :n], scores[i, :n]) for i, n in enumerate(counts.tolist())]

    def _scratch(self) -> tuple[NDArray[np.generic], ...]:
        """Return this thread's arrays; the query's weights are all 0 between searches."""
        if not hasattr(self._own, "scratch"):
            block, chunk = compiled.BLOCK, compiled.CHUNK
            self._own.scratch = (
                np.zeros(self.index.n_terms),
                np.zeros(block, np.uint16),
                np.zeros(block // chunk, np.uint16),
            )
        scratch: tuple[NDArray[np.generic], ...] = self._own.scratch
        return scratch


class LayeredSearcher:
    """Searches two indexes as one: documents of the second, added later, follow the first."""

    def __init__(self, first: Searcher, second: Searcher) -> None:
        self.first, self.second = first, second
        self._behind = first.index.n_documents

    def top(
        self,
        terms: NDArray[np.int32],
        weights: NDArray[np.float64],
        *,
        k: int,
        wanted: Wanted = EVERYTHING,
    ) -> Hits:
        """Return the k best of both, as `Searcher.top` over all documents would. Raises alike."""
        old = self.first.top(terms, weights, k=k, wanted=wanted)
        new = self.second.top(terms, weights, k=k, wanted=wanted)
        rows = np.concatenate((old.rows, new.rows + self._behind))
        scores = np.concatenate((old.scores, new.scores))
        best = np.lexsort((rows, -scores))[:k]
        return Hits(rows[best], scores[best])


def _is_usual(terms: NDArray[np.int32], weights: NDArray[np.float64]) -> bool:
    return len(terms) == len(weights) and 0 < len(terms) <= MOST_TERMS


def _ends(parts: Sequence[NDArray[np.generic]]) -> NDArray[np.int64]:
    """Return the offset of each part when concatenated, and the end of the last."""
    return np.cumsum([0, *(len(part) for part in parts)], dtype=np.int64)
