"""Short texts as weighted sets of occupations, so that different words for one trade match."""

from collections.abc import Mapping, Sequence
from typing import Self

import numpy as np
from scipy.sparse import csr_array, vstack

from matching.engine.bm25 import Floats, total_by
from matching.engine.concepts import OccupationFinder
from matching.engine.estimator import Estimator
from matching.engine.text import Analyzer, length_of
from matching.engine.text_index import FIELDS, SHORT_TEXT, TextIndex

Text = Mapping[str, str]  # any of id, title, alias, text
Label = tuple[Text, str]  # a text whose occupation is known, and the occupation's id
NAMED_SHARE = 0.6  # weight of the occupations near by name, beside the votes of labels
NEAREST_SHARE = 0.5  # weight of the nearest label of each occupation, beside all votes
READ_OF_BODY = 400  # characters of a text without title that are searched for occupations
# Below it a text is of another language or subject, and its neighbours are chance.
MIN_KNOWN = 0.3


class ConceptSpace(Estimator):
    """Describe a text by the occupations nearest to it.

    Parameters
    ----------
    analyzer : Analyzer
        Splits texts into terms.
    finder : OccupationFinder
        Strips recruiting slang before the search.
    nearest : int, default=20
        Most occupations that describe a text, at least 1.
    nearest_labels : int, default=100
        Most labelled texts that vote for a text.
    power : float, default=3
        Exponent of the similarities: how much more the nearest counts than the next.

    Attributes
    ----------
    codes_ : tuple of str
        The occupations, in the order of the columns; followed by codes that only labels name.

    Notes
    -----
    Every text whose occupation staff have confirmed is a label, and votes for it with the cube of
    its similarity: the largest gain measured on the public tasks, without any training. The
    nearest label of each occupation counts once more, or one with few labels would be outvoted.
    """

    def __init__(
        self,
        *,
        analyzer: Analyzer,
        finder: OccupationFinder,
        nearest: int = 20,
        nearest_labels: int = 100,
        power: float = 3.0,
    ) -> None:
        self.analyzer = analyzer
        self.finder = finder
        self.nearest = nearest
        self.nearest_labels = nearest_labels
        self.power = power

    def fit(
        self,
        occupations: Sequence[Mapping[str, str]],
        y: None = None,
        *,
        labels: Sequence[Label] = (),
    ) -> Self:
        """Learn occupations (id, title, alias, text) and labelled texts.

        A label may name an id that is no occupation of the table; near texts vote for it all the
        same.

        Raises
        ------
        ValueError
            If `nearest` is below 1.
        """
        if self.nearest < 1:
            raise ValueError(f"nearest must be at least 1, got {self.nearest!r}")
        named = [occupation["id"] for occupation in occupations]
        self.codes_ = tuple(dict.fromkeys([*named, *(code for _, code in labels)]))
        self.column_ = {code: place for place, code in enumerate(self.codes_)}
        self._named = TextIndex(analyzer=self.analyzer).fit(occupations)
        names = (self.finder.strip_slang(o.get("title", "")) for o in occupations)
        self._by_name = {name: place for place, name in enumerate(names) if name}
        self._labelled = TextIndex(analyzer=self.analyzer).fit(
            [self._plain(text) for text, _ in labels]
        )
        self._label_column = np.array([self.column_[code] for _, code in labels], dtype=np.intp)
        return self

    def vectors(self, texts: Sequence[Text]) -> csr_array:
        """Return unit vectors of shape (n_texts, n_occupations); 0 where nothing is near."""
        self._check_fitted()
        rows = [csr_array(self._vector(text)[np.newaxis]) for text in texts]
        return csr_array(vstack(rows)) if rows else csr_array((0, len(self.codes_)))

    def _vector(self, text: Text) -> Floats:
        """Return ``unit(NAMED_SHARE * unit(near by name) + votes of labels)``.

        The text of an occupation, or its exact name, gives that occupation alone.
        """
        if text.get("id") in self.column_:  # it is one of the occupations
            return self._alone(self.column_[text["id"]])
        plain = self._plain(text)
        name = plain["title"] or plain["text"][:READ_OF_BODY]
        if name in self._by_name:  # its own name is exact; neighbours would blur it
            return self._alone(self._by_name[name])
        vector = np.zeros(len(self.codes_))
        if self._knows(self._named, name):
            named = self._near(self._named.fused({1.0: name}), self.nearest)
            vector[: len(named)] = NAMED_SHARE * _unit(named)
        if self._knows(self._labelled, name):
            vector += self._votes(self._labelled.fused(weighted(plain)))
        return _unit(vector)

    def _alone(self, column: int) -> Floats:
        alone: Floats = np.eye(1, len(self.codes_), column)[0]
        return alone

    def _plain(self, text: Text) -> dict[str, str]:
        """Return the parts of a text, slang stripped from the short ones, a bare title included."""
        title, body = text.get("title", ""), text.get("text", "")
        if not title and length_of(body) <= SHORT_TEXT:
            title, body = body, ""
        return {"title": self.finder.strip_slang(title), "text": body}

    def _knows(self, index: TextIndex, text: str) -> bool:
        """Return whether enough of the text's characters occur in names or in labels."""
        known, grams = index.views_["char"], set(self.analyzer.grams(text))
        return sum(map(known.knows, grams)) >= MIN_KNOWN * max(len(grams), 1)

    def _votes(self, similarity: Floats) -> Floats:
        """Return ``unit(sum of s^power) + NEAREST_SHARE * unit(max of s^power)`` by occupation.

        Sum and maximum are over the labels of the occupation with similarity s, the sum over the
        `nearest_labels` nearest of all only.
        """
        near = self._near(similarity, self.nearest_labels)
        nearest = np.zeros(len(self.codes_))
        np.maximum.at(nearest, self._label_column, similarity**self.power)
        of_all = total_by(self._label_column, near, len(self.codes_))
        return _unit(of_all) + NEAREST_SHARE * _unit(nearest)

    def _near(self, similarity: Floats, most: int) -> Floats:
        """Return ``s^power`` for the `most` greatest similarities s, else 0; ties by position."""
        kept = np.zeros_like(similarity)
        top = np.argsort(-similarity, kind="stable")[:most]
        kept[top] = similarity[top] ** self.power
        return kept


def weighted(text: Text) -> dict[float, str]:
    """Return the parts of a query text with their weights: a title counts three times a body."""
    return {FIELDS[field].weight: text.get(field, "") for field in ("title", "text")}


def _unit(vector: Floats) -> Floats:
    """Return ``v / |v|``, or the vector itself where it is 0."""
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
