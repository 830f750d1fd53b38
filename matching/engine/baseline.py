"""Baseline methods to measure against. None is used for a veteran's list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

import jieba
import numpy as np

from matching.engine.bm25 import Field, FieldedBM25, Floats
from matching.engine.estimator import Estimator
from matching.engine.text import character_grams

Text = Mapping[str, str]

# Words without a meaning of their own, which a naive method would leave out too; English for the
# public tasks in English.
STOP_WORDS = frozenset(
    (Path(__file__).parent / "stop_words.txt").read_text(encoding="utf-8").split()
)


class CosineRanker(Estimator):
    """Ranks documents by the cosine of TF-IDF vectors of title and text concatenated.

    Parameters
    ----------
    cut : callable(str) -> iterable of str
        Splits a text into terms.
    sublinear : bool
        Whether a term that occurs n times counts 1 + ln n instead of n.
    """

    def __init__(self, *, cut: Callable[[str], Iterable[str]], sublinear: bool = False) -> None:
        self.cut = cut
        self.sublinear = sublinear

    def fit(self, documents: Sequence[Text], y: None = None) -> Self:
        """Index documents with fields `title` and `text`."""
        # Here, not above: the import takes 1.4 s of every start, and only measuring needs it.
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.vectorizer_ = TfidfVectorizer(analyzer=self.cut, sublinear_tf=self.sublinear)
        self.matrix_ = self.vectorizer_.fit_transform([whole(document) for document in documents])
        return self

    def scores(self, query: Text) -> Floats:
        """Return the cosine of a query with each document, in [0, 1]."""
        self._check_fitted()
        vector = self.vectorizer_.transform([whole(query)])
        return np.asarray((self.matrix_ @ vector.T).todense()).ravel()


class NaiveRanker(CosineRanker):
    """Cosine of TF-IDF on words segmented by jieba with default settings: the naive method."""

    def __init__(self) -> None:
        super().__init__(cut=jieba_words)


class CharacterRanker(CosineRanker):
    """Sublinear TF-IDF on characters and pairs of them, cosine."""

    def __init__(self) -> None:
        super().__init__(cut=character_grams, sublinear=True)


class WordBM25Ranker(Estimator):
    """Okapi BM25 (k1 1.2, b 0.75) on the same words, title and text concatenated."""

    def fit(self, documents: Sequence[Text], y: None = None) -> Self:
        """Index documents with fields `title` and `text`."""
        texts = [{"text": jieba_words(whole(document))} for document in documents]
        self.index_ = FieldedBM25(fields={"text": Field()}).fit(texts)
        return self

    def scores(self, query: Text) -> Floats:
        """Return each document's BM25 score."""
        self._check_fitted()
        return self.index_.postings(dict.fromkeys(jieba_words(whole(query)), 1.0)).scores()


BASELINES: dict[str, Callable[[], CosineRanker | WordBM25Ranker]] = {
    "朴素 TF-IDF": NaiveRanker,
    "BM25": WordBM25Ranker,
    "字 TF-IDF": CharacterRanker,
}


def whole(text: Text) -> str:
    """Return title and text concatenated."""
    return f"{text.get('title', '')} {text.get('text', '')}"


def jieba_words(text: str) -> list[str]:
    """Return the words jieba segments with default settings, but stop words and punctuation."""
    words = (word.lower() for word in jieba.cut(text))
    return [word for word in words if word[0].isalnum() and word not in STOP_WORDS]
