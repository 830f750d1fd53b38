"""The search without compiled code: the oracle of the tests, and for queries of many terms."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.kernel.index import ImpactIndex


class WantedFacts(Protocol):
    """The facts by which a search filters."""

    @property
    def most_schooling(self) -> int: ...  # noqa: D102
    @property
    def licences(self) -> int: ...  # noqa: D102
    @property
    def only_open(self) -> bool: ...  # noqa: D102


def top(
    index: ImpactIndex,
    terms: NDArray[np.int32],
    weights: NDArray[np.float64],
    *,
    k: int,
    ranges: NDArray[np.int64],
    wanted: WantedFacts,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return (rows, scores) of the k best documents inside the ranges, best first."""
    scores = totals(index, terms, weights)
    found = np.flatnonzero((scores > 0) & _kept(index, ranges, wanted))
    order = np.lexsort((index.row_of[found], -scores[found]))[:k]
    best = found[order]
    return index.row_of[best], scores[best]


def totals(
    index: ImpactIndex, terms: NDArray[np.int32], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return every document's score by position, added up term by term in its row's order."""
    query = np.zeros(index.n_terms)
    query[terms] = weights
    earned = query[index.row_terms] * index.row_shares
    owner = np.repeat(np.arange(index.n_documents), np.diff(index.row_starts))
    counted = np.bincount(owner, earned, minlength=index.n_documents)
    return counted.astype(np.float64, copy=False)


def _kept(index: ImpactIndex, ranges: NDArray[np.int64], wanted: WantedFacts) -> NDArray[np.bool_]:
    inside = np.zeros(index.n_documents, np.bool_)
    for first, end in ranges:
        inside[first:end] = True
    kept = inside & (index.schooling <= wanted.most_schooling)
    kept &= (index.licences & ~np.uint64(wanted.licences)) == 0
    return kept & (index.is_open | (not wanted.only_open))
