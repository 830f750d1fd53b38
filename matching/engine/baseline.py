"""The naive method everyone starts from, to measure against: TF-IDF on jieba words, cosine."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

import jieba
import numpy as np

from matching.engine.bm25 import Floats
from matching.engine.estimator import Estimator


class NaiveRanker(Estimator):
    """Rank documents by the cosine of TF-IDF vectors of words cut by jieba with default settings.

    It reads title and text run together, knows no fields, no aliases and no occupations. It is
    never used for a list a person sees.
    """

    def fit(self, documents: Sequence[Mapping[str, str]], y: None = None) -> Self:
        """Index documents with fields `title` and `text`."""
        # Here, not above: it takes 1.4 s of every start, and only measuring needs it.
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.vectorizer_ = TfidfVectorizer(tokenizer=_cut, token_pattern=None)
        texts = [f"{doc.get('title', '')} {doc.get('text', '')}" for doc in documents]
        self.matrix_ = self.vectorizer_.fit_transform(texts)
        return self

    def scores(self, query: Mapping[str, str]) -> Floats:
        """Return the cosine of a query with each document, in [0, 1]."""
        self._check_fitted()
        text = f"{query.get('title', '')} {query.get('text', '')}"
        vector = self.vectorizer_.transform([text])
        return np.asarray((self.matrix_ @ vector.T).todense()).ravel()


def _cut(text: str) -> Iterable[str]:
    return [word for word in jieba.lcut(text) if word.strip()]
