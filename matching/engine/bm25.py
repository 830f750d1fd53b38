"""BM25F as a sparse-matrix estimator: every term's share of every document, added up on demand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.engine.estimator import Estimator

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Tokens = Sequence[str]


@dataclass(frozen=True, slots=True)
class Field:
    """How a field counts: `weight` >= 0 multiplies its counts, `b` in [0, 1] its length rule."""

    weight: float = 1.0
    b: float = 0.75


@dataclass(frozen=True, slots=True)
class Run:
    """One query term's entries: documents in rising order, and what each earns before weighting."""

    place: int  # of the term in the query
    weight: float
    documents: NDArray[np.int32]
    shares: Floats


@dataclass(frozen=True, slots=True)
class Postings:
    """Shares of documents found for a query. Nothing is copied: runs are parts of the index."""

    terms: tuple[str, ...]
    runs: tuple[Run, ...]
    n_documents: int

    def scores(self) -> Floats:
        """Return the sum of weighted shares of each document, of shape (n_documents,)."""
        total = np.zeros(self.n_documents)
        for run in self.runs:  # a document stands once in a run, so += loses nothing
            total[run.documents] += run.shares * run.weight
        return total

    def table(self, documents: Ints) -> Floats:
        """Return weighted shares of shape (n_terms, len(documents)); rows in the order of `terms`.

        Looked up run by run: few documents are asked for, and a run is long.
        """
        table = np.zeros((len(self.terms), len(documents)))
        wanted = documents.astype(np.int32)  # of the runs' own kind, or they would be copied
        for run in self.runs:
            at = np.minimum(np.searchsorted(run.documents, wanted), len(run.documents) - 1)
            is_there = run.documents[at] == wanted
            table[run.place, is_there] = run.shares[at[is_there]] * run.weight
        return table


class FieldedBM25(Estimator):
    """Weigh the terms of documents that have several fields.

    Parameters
    ----------
    fields : mapping of str to Field
        The fields read, with weight and length rule; other fields are left out.
    k1 : float, default=1.2
        Saturation of term frequency, no unit, at least 0. At 0 only presence counts.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        Row of each term in ``shares_``.
    shares_ : csr_array of shape (n_terms, n_documents)
        Each term's contribution to each document, in nats, > 0.
    n_terms_ : ndarray of shape (n_documents,)
        Distinct terms of each document.

    Notes
    -----
    ``share(t, d) = idf(t) * f * (k1 + 1) / (f + k1)`` with
    ``f = sum over fields of weight * tf / (1 - b + b * length / mean length)`` and
    ``idf(t) = ln(1 + (N - df + 0.5) / (df + 0.5))``.
    Source: Robertson and Zaragoza 2009, FnT IR 3(4), doi:10.1561/1500000019, section 3.6; the
    ``1 +`` is Lucene's: without it a term in most documents would count against one.
    A score is a plain sum of shares, so leaving a term out lowers it by exactly that share.
    Fitting is linear in the number of tokens, a query in the length of its terms' rows.
    """

    def __init__(self, *, fields: Mapping[str, Field], k1: float = 1.2) -> None:
        self.fields = fields
        self.k1 = k1

    def fit(self, documents: Sequence[Mapping[str, Tokens]], y: None = None) -> Self:
        """Weigh the terms of `documents`, each a mapping of field name to tokens.

        Raises
        ------
        ValueError
            If `k1` is negative, or a field has a negative weight or `b` outside [0, 1].
        """
        self._check_parameters()
        self.vocabulary_ = self._number_terms(documents)
        frequency = self._frequencies(documents)
        df = np.diff(frequency.indptr)
        idf = np.log1p((len(documents) - df + 0.5) / (df + 0.5))
        tf = frequency.data
        frequency.data = np.repeat(idf, df) * tf * (self.k1 + 1) / (tf + self.k1)
        self.shares_ = frequency
        self.n_terms_ = np.bincount(frequency.indices, minlength=len(documents))
        return self

    def _check_parameters(self) -> None:
        if not self.k1 >= 0:
            raise ValueError(f"k1 must be at least 0, got {self.k1!r}")
        for name, field in self.fields.items():
            if not field.weight >= 0 or not 0 <= field.b <= 1:
                raise ValueError(f"need weight >= 0 and 0 <= b <= 1, got {name}={field!r}")

    def _number_terms(self, documents: Sequence[Mapping[str, Tokens]]) -> dict[str, int]:
        tokens = (document.get(name, ()) for document in documents for name in self.fields)
        return {term: row for row, term in enumerate(dict.fromkeys(chain.from_iterable(tokens)))}

    def _frequencies(self, documents: Sequence[Mapping[str, Tokens]]) -> csr_array:
        shape = (len(self.vocabulary_), len(documents))
        total = csr_array(shape, dtype=np.float64)
        for name, field in self.fields.items():
            total = total + self._field_frequencies(
                [document.get(name, ()) for document in documents], field, shape
            )
        total.eliminate_zeros()
        total.sort_indices()
        return total

    def _field_frequencies(
        self, texts: Sequence[Tokens], field: Field, shape: tuple[int, int]
    ) -> csr_array:
        lengths = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
        rows = [self.vocabulary_[term] for term in chain.from_iterable(texts)]
        columns = np.repeat(np.arange(len(texts)), lengths)
        mean = lengths.mean() if lengths.any() else 1.0
        norm = 1 - field.b + field.b * lengths / mean
        weight = field.weight / np.repeat(norm, lengths)
        return csr_array((weight, (rows, columns)), shape=shape)

    def postings(self, weights: Mapping[str, float]) -> Postings:
        """Return the shares of all documents for query terms with their weights (>= 0).

        Unknown terms have no entry, but keep their place in `terms`.
        """
        self._check_fitted()
        terms = tuple(weights)
        indptr, indices, data = self.shares_.indptr, self.shares_.indices, self.shares_.data
        runs = []
        for place, term in enumerate(terms):
            row = self.vocabulary_.get(term)
            if row is not None:
                span = slice(indptr[row], indptr[row + 1])
                runs.append(Run(place, weights[term], indices[span], data[span]))
        return Postings(
            terms, tuple(run for run in runs if len(run.documents)), self.shares_.shape[1]
        )

    def take(self, documents: Ints) -> Self:
        """Return an index of some documents only, which weighs them exactly as this one does."""
        self._check_fitted()
        part = type(self)(fields=self.fields, k1=self.k1)
        part.vocabulary_ = self.vocabulary_
        part.shares_ = csr_array(self.shares_[:, documents])
        part.shares_.sort_indices()  # runs are searched
        part.n_terms_ = self.n_terms_[documents]
        return part


def total_by(group: Ints, values: Floats, n_groups: int) -> Floats:
    """Return the sum of values for each group number below `n_groups`."""
    return np.bincount(group, values, minlength=n_groups).astype(np.float64, copy=False)
