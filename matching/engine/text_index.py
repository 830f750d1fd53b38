"""Texts with fields, indexed by words and by characters, each a BM25F index."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Self

import numpy as np
from scipy.sparse import csr_array

from matching.engine.bm25 import (
    Field,
    FieldedBM25,
    Floats,
    Ints,
    Postings,
    Stacked,
    TermCounter,
)
from matching.engine.estimator import Estimator
from matching.engine.text import Analyzer, length_of

# Title three times the body; a short field needs less correction for length (measured).
# Saturation and the body's length rule are the best ones on every public task.
FIELDS = {"title": Field(3.0, b=0.4), "alias": Field(1.5, b=0.4), "text": Field(1.0, b=0.9)}
K1 = 3.0
QUERY_SATURATION = 8.0  # a word repeated in a long query counts up to 9 times a single one
VIEWS = ("word", "char")
SHORT_TEXT = 60  # by `length_of`; a longer text names many trades besides its own
WORDS_OF_SHORT = 0.3  # share of words beside characters in a short query; half in a long one


class TextIndex(Estimator):
    """Index texts by words and by character pairs.

    Parameters
    ----------
    analyzer : Analyzer
        Splits texts into terms.
    fields : mapping of str to Field
        Fields read from each document.
    k1 : float, default=3
        Saturation of term frequency, as in `FieldedBM25`.

    Attributes
    ----------
    views_ : dict of str to FieldedBM25 or Stacked
        One fitted index for each of ``VIEWS``, or two stacked.
    unit_ : dict of str to float
        Score of a query that repeats a document's title, the median over documents, >= 0. It
        depends on the index alone, so scores divided by it remain sums of terms.
    """

    def __init__(
        self, *, analyzer: Analyzer, fields: Mapping[str, Field] = FIELDS, k1: float = K1
    ) -> None:
        self.analyzer = analyzer
        self.fields = fields
        self.k1 = k1

    def fit(self, documents: Iterable[Mapping[str, str]]) -> Self:
        """Index `documents`, mappings of field name to text; they are read once, not kept."""
        counters = self._counted(documents)
        self.views_: dict[str, FieldedBM25 | Stacked] = {}
        self.unit_: dict[str, float] = {}
        for view, counter in counters.items():
            index = FieldedBM25(fields=self.fields, k1=self.k1).fit_counted(counter)
            self.views_[view] = index
            self.unit_[view] = _median_title_score(index, counter)
        return self

    def with_appended(self, documents: Iterable[Mapping[str, str]]) -> Self:
        """Return an index with further documents appended, weighted with this one's frequencies."""
        self._check_fitted()
        more = type(self)(analyzer=self.analyzer, fields=self.fields, k1=self.k1)
        more.unit_ = self.unit_
        more.views_ = {}
        for view, counter in self._counted(documents).items():
            index = self.views_[view]
            if not isinstance(index, FieldedBM25):
                raise TypeError("an index is extended once; extend the first one by all again")
            more.views_[view] = Stacked(index, index.weigh_counted(counter))
        return more

    def _counted(self, documents: Iterable[Mapping[str, str]]) -> dict[str, TermCounter]:
        counters = {view: TermCounter(self.fields) for view in VIEWS}
        for document in documents:
            texts = {name: document[name] for name in self.fields if name in document}
            for view, counter in counters.items():
                cut = self.cutter(view)
                counter.add({name: cut(text) for name, text in texts.items()})
        return counters

    def take(self, documents: Ints) -> Self:
        """Return an index of some documents only, with the same scores as here."""
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
        """Return the weighted mean of both views, each scaled by its best document, in [0, 1].

        `texts` maps a query weight to its text; a term in several texts counts by the greatest
        weight times its saturated frequency there. Scaling by the best makes the views
        comparable for queries of any length; the sum is better than fusing by ranks. In a short
        text words count less than characters, because segmentation is less reliable. Not a sum
        of terms, hence of no use where points must add up.
        """
        is_short = sum(map(length_of, texts.values())) <= SHORT_TEXT
        words = WORDS_OF_SHORT if is_short else 0.5
        total: Floats = np.zeros(self.views_[VIEWS[0]].n_documents)
        for view, share in zip(VIEWS, (words, 1 - words), strict=True):
            scores = self.postings(view, self._weights(view, texts)).scores()
            total = total + share * (scores / (scores.max(initial=0.0) or 1.0))
        return total

    def _weights(self, view: str, texts: Mapping[float, str]) -> dict[str, float]:
        weights: dict[str, float] = {}
        for weight, text in sorted(texts.items()):
            for term, times in Counter(self.cutter(view)(text)).items():
                saturated = times * (QUERY_SATURATION + 1) / (times + QUERY_SATURATION)
                weights[term] = max(weights.get(term, 0.0), weight * saturated)
        return weights


def _median_title_score(index: FieldedBM25, counter: TermCounter) -> float:
    """Return the median over documents of the sum of shares of their own title's terms."""
    if "title" not in index.fields or not index.n_documents:
        return 0.0
    places = (counter.terms("title"), counter.documents("title"))
    in_title = csr_array((np.ones(len(places[0])), places), shape=index.shares_.shape)
    in_title.data[:] = 1.0  # a term that occurs twice counts once
    totals = np.asarray(index.shares_.multiply(in_title).sum(axis=0)).ravel()
    return float(np.median(totals[totals > 0])) if totals.any() else 0.0
