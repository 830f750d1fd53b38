"""Texts with fields under two views, words and characters, each a BM25F index."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Self

import numpy as np

from matching.engine.bm25 import Field, FieldedBM25, Floats, Ints, Postings, total_by
from matching.engine.estimator import Estimator
from matching.engine.text import Analyzer

# Title three times the body; a short field needs less correction for length (measured, never hurt).
# Saturation and the body's length rule are those that were best on every public task.
FIELDS = {"title": Field(3.0, b=0.4), "alias": Field(1.5, b=0.4), "text": Field(1.0, b=0.9)}
K1 = 3.0
QUERY_SATURATION = 8.0  # a word said often in a long query counts for up to 9 times one said once
VIEWS = ("word", "char")


class TextIndex(Estimator):
    """Index texts by words and by character pairs.

    Parameters
    ----------
    analyzer : Analyzer
        Cuts texts into terms.
    fields : mapping of str to Field
        Fields read from each document.
    k1 : float, default=3
        Saturation of term frequency, as in `FieldedBM25`.

    Attributes
    ----------
    views_ : dict of str to FieldedBM25
        One fitted index for each of ``VIEWS``.
    unit_ : dict of str to float
        What a query that repeats a title earns there, the median over documents, >= 0. It
        depends on the index alone, so dividing by it leaves scores sums of terms.
    """

    def __init__(
        self, *, analyzer: Analyzer, fields: Mapping[str, Field] = FIELDS, k1: float = K1
    ) -> None:
        self.analyzer = analyzer
        self.fields = fields
        self.k1 = k1

    def fit(self, documents: Sequence[Mapping[str, str]], y: None = None) -> Self:
        """Index `documents`, each a mapping of field name to text."""
        self.views_: dict[str, FieldedBM25] = {}
        self.unit_: dict[str, float] = {}
        for view in VIEWS:
            cut = self.cutter(view)
            tokens = [{f: cut(doc[f]) for f in self.fields if f in doc} for doc in documents]
            self.views_[view] = FieldedBM25(fields=self.fields, k1=self.k1).fit(tokens)
            self.unit_[view] = _median_title_score(
                self.views_[view], [set(doc.get("title", ())) for doc in tokens]
            )
        return self

    def take(self, documents: Ints) -> Self:
        """Return an index of some documents only, which scores them exactly as this one does."""
        self._check_fitted()
        part = type(self)(analyzer=self.analyzer, fields=self.fields, k1=self.k1)
        part.views_ = {view: index.take(documents) for view, index in self.views_.items()}
        part.unit_ = self.unit_
        return part

    def cutter(self, view: str) -> Callable[[str], tuple[str, ...]]:
        """Return the function that makes the terms of a view."""
        return self.analyzer.words if view == "word" else self.analyzer.grams

    def postings(self, view: str, weights: Mapping[str, float]) -> Postings:
        """Return the shares in a view for weighted query terms."""
        self._check_fitted()
        return self.views_[view].postings(weights)

    def fused(self, texts: Mapping[float, str]) -> Floats:
        """Return the mean over views of scores scaled by each view's best document, in [0, 1].

        `texts` maps a query weight to the text that carries it; a term in several counts by the
        greatest weight, times how often it is said there, saturated. Scaling by the best makes
        views alike, whatever the query's length; the sum beats fusing by ranks. Not a sum of
        terms, so no use where points must add up.
        """
        total: Floats = np.zeros(self.views_[VIEWS[0]].shares_.shape[1])
        for view in VIEWS:
            scores = self.postings(view, self._weights(view, texts)).scores()
            total = total + scores / (scores.max(initial=0.0) or 1.0)
        return total / len(VIEWS)

    def _weights(self, view: str, texts: Mapping[float, str]) -> dict[str, float]:
        weights: dict[str, float] = {}
        for weight, text in sorted(texts.items()):
            for term, times in Counter(self.cutter(view)(text)).items():
                said = times * (QUERY_SATURATION + 1) / (times + QUERY_SATURATION)
                weights[term] = max(weights.get(term, 0.0), weight * said)
        return weights


def _median_title_score(index: FieldedBM25, titles: Sequence[set[str]]) -> float:
    """Return the median over documents of the sum of shares of their own title's terms."""
    rows = [index.vocabulary_[term] for title in titles for term in title]
    columns = np.repeat(np.arange(len(titles)), [len(title) for title in titles])
    if not rows:
        return 0.0
    shares = np.asarray(index.shares_[rows, columns]).ravel()
    totals = total_by(columns, shares, len(titles))
    return float(np.median(totals[totals > 0])) if totals.any() else 0.0
