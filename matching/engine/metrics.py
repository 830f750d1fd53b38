"""Measures of ranking quality, computed from grades in ranked order."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from matching.engine.bm25 import Floats

Grades = Mapping[str, float]  # judged documents of one query; grade 0 is "judged, not relevant"


def ndcg(ranked: Sequence[str], grades: Grades, *, k: int = 10) -> float:
    """Return the normalised discounted cumulative gain of the first k, linear gain, in [0, 1].

    Notes
    -----
    ``DCG = sum of grade / log2(rank + 1)``; Järvelin and Kekäläinen 2002, TOIS 20(4), with the
    grade itself as the gain. 0 where nothing is relevant.
    """
    best = _dcg(sorted((grade for grade in grades.values() if grade > 0), reverse=True)[:k])
    return _dcg([max(grades.get(doc, 0.0), 0.0) for doc in ranked[:k]]) / best if best else 0.0


def _dcg(gains: Sequence[float]) -> float:
    return float(np.sum(np.asarray(gains) / np.log2(np.arange(len(gains)) + 2)))


def reciprocal_rank(ranked: Sequence[str], grades: Grades) -> float:
    """Return 1 / rank of the first relevant document, 0 if there is none."""
    for rank, doc in enumerate(ranked, start=1):
        if grades.get(doc, 0.0) > 0:
            return 1 / rank
    return 0.0


def recall(ranked: Sequence[str], grades: Grades, *, k: int = 50) -> float:
    """Return the share of relevant documents among the first k, in [0, 1]."""
    relevant = {doc for doc, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranked[:k])) / len(relevant) if relevant else 0.0


def average_precision(ranked: Sequence[str], grades: Grades) -> float:
    """Return the mean of precision at each relevant document, unfound ones counting 0."""
    relevant = sum(grade > 0 for grade in grades.values())
    found, total = 0, 0.0
    for rank, doc in enumerate(ranked, start=1):
        if grades.get(doc, 0.0) > 0:
            found += 1
            total += found / rank
    return total / relevant if relevant else 0.0


def auc(scores: ArrayLike, relevant: ArrayLike) -> float:
    """Return the probability that a relevant pair outscores an irrelevant one, ties counting half.

    Raises
    ------
    ValueError
        If all pairs are relevant, or none is.
    """
    is_relevant = np.asarray(relevant, dtype=bool)
    n_pos, n_neg = int(is_relevant.sum()), int((~is_relevant).sum())
    if not n_pos or not n_neg:
        raise ValueError("auc needs relevant and irrelevant pairs")
    ranks = _average_ranks(np.asarray(scores, dtype=np.float64))
    return float((ranks[is_relevant].sum() - n_pos * (n_pos + 1) / 2) / (n_pos * n_neg))


def _average_ranks(values: Floats) -> Floats:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = np.cumsum(counts) - (counts - 1) / 2
    return ranks[place]


def bootstrap_interval(
    values: ArrayLike, *, rounds: int = 2000, level: float = 0.95, seed: int = 0
) -> tuple[float, float]:
    """Return the percentile interval of the mean, by resampling the values (queries).

    For a comparison of methods pass the differences per query, so that both share the samples.
    """
    data: Floats = np.asarray(values, dtype=np.float64)
    generator = np.random.default_rng(seed)
    picks = generator.integers(len(data), size=(rounds, len(data)))
    tail = (1 - level) / 2
    low, high = np.quantile(data[picks].mean(axis=1), [tail, 1 - tail])
    return float(low), float(high)


MEASURES: dict[str, Callable[[Sequence[str], Grades], float]] = {
    "nDCG@10": ndcg,
    "MRR": reciprocal_rank,
    "R@50": recall,
    "MAP": average_precision,
}
