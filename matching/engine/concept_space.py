"""Short texts as weighted sets of occupations, so that different words for one trade meet."""

from collections.abc import Mapping, Sequence
from typing import Self

import numpy as np
from scipy.sparse import csr_array, vstack

from matching.engine.bm25 import Floats, total_by
from matching.engine.concepts import OccupationFinder
from matching.engine.estimator import Estimator
from matching.engine.text import Analyzer
from matching.engine.text_index import TextIndex

MIN_KNOWN = 0.3  # below that a text is of another language or subject, and what is near is chance


class ConceptSpace(Estimator):
    """Describe a text by the occupations nearest to it.

    Parameters
    ----------
    analyzer : Analyzer
        Cuts texts into terms.
    finder : OccupationFinder
        Strips recruiting slang before looking.
    nearest : int, default=20
        Occupations (and labelled texts) that may speak for a text, at least 1.
    power : float, default=3
        Similarities are raised to it: how much more the nearest says than the next.

    Attributes
    ----------
    codes_ : tuple of str
        The occupations, in the order of the columns.

    Notes
    -----
    Every text a clerk has given an occupation is a label, and votes for it with the cube of its
    similarity: the largest gain measured on the public tasks, without any training.
    """

    def __init__(
        self,
        *,
        analyzer: Analyzer,
        finder: OccupationFinder,
        nearest: int = 20,
        power: float = 3.0,
    ) -> None:
        self.analyzer = analyzer
        self.finder = finder
        self.nearest = nearest
        self.power = power

    def fit(
        self,
        occupations: Sequence[Mapping[str, str]],
        y: None = None,
        *,
        labels: Sequence[tuple[str, str]] = (),
    ) -> Self:
        """Learn occupations (id, title, alias, text) and labelled texts (text, id).

        Raises
        ------
        ValueError
            If `nearest` is below 1.
        """
        if self.nearest < 1:
            raise ValueError(f"nearest must be at least 1, got {self.nearest!r}")
        self.codes_ = tuple(occupation["id"] for occupation in occupations)
        column = {code: place for place, code in enumerate(self.codes_)}
        known = [(text, column[code]) for text, code in labels if code in column]
        self._named = TextIndex(analyzer=self.analyzer).fit(occupations)
        names = (self.finder.strip_slang(o.get("title", "")) for o in occupations)
        self._by_name = {name: place for place, name in enumerate(names) if name}
        self._labelled = TextIndex(analyzer=self.analyzer).fit(
            [{"title": self.finder.strip_slang(text)} for text, _ in known]
        )
        self._label_column = np.array([place for _, place in known], dtype=np.intp)
        return self

    def vectors(self, texts: Sequence[str]) -> csr_array:
        """Return unit vectors of shape (n_texts, n_occupations); 0 where nothing is near."""
        self._check_fitted()
        rows = [csr_array(self._vector(text)[np.newaxis]) for text in texts]
        return csr_array(vstack(rows)) if rows else csr_array((0, len(self.codes_)))

    def _vector(self, text: str) -> Floats:
        plain = {1.0: self.finder.strip_slang(text)}
        if plain[1.0] in self._by_name:  # its own name says all; neighbours would blur it
            alone: Floats = np.eye(1, len(self.codes_), self._by_name[plain[1.0]])[0]
            return alone
        if self._known_share(plain[1.0]) < MIN_KNOWN:
            return np.zeros(len(self.codes_))
        vector = _unit(self._nearest(self._named.fused(plain)))
        votes = self._nearest(self._labelled.fused(plain))
        voted = total_by(self._label_column, votes, len(self.codes_))
        return _unit(np.add(vector, _unit(voted)))

    def _known_share(self, text: str) -> float:
        """Return the share of the text's characters that any occupation or label has."""
        named, labelled = (
            index.views_["char"].vocabulary_ for index in (self._named, self._labelled)
        )
        grams = set(self.analyzer.grams(text))
        return sum(gram in named or gram in labelled for gram in grams) / max(len(grams), 1)

    def _nearest(self, similarity: Floats) -> Floats:
        kept = np.zeros_like(similarity)
        top = np.argsort(-similarity, kind="stable")[: self.nearest]
        kept[top] = similarity[top] ** self.power
        return kept


def _unit(vector: Floats) -> Floats:
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
