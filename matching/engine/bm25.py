"""BM25F as a sparse-matrix estimator: shares of terms per document, added up on demand."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
    """Parameters of a field: `weight` >= 0 on its counts, `b` in [0, 1] for its length."""

    weight: float = 1.0
    b: float = 0.75


@dataclass(frozen=True, slots=True)
class Run:
    """Entries of one query term: documents in rising order and their shares before weighting."""

    place: int  # of the term in the query
    weight: float
    documents: NDArray[np.int32]
    shares: Floats


@dataclass(frozen=True, slots=True)
class Postings:
    """Shares of documents for a query. Nothing is copied: runs are views of the index."""

    terms: tuple[str, ...]
    runs: tuple[Run, ...]
    n_documents: int

    def scores(self) -> Floats:
        """Return the sum of weighted shares of each document, of shape (n_documents,)."""
        if not self.runs:
            return np.zeros(self.n_documents)
        ends = np.cumsum([0, *(len(run.documents) for run in self.runs)])
        documents = np.concatenate([run.documents for run in self.runs])
        shares = np.concatenate([run.shares for run in self.runs])
        table = csr_array((shares, documents, ends), shape=(len(self.runs), self.n_documents))
        return np.asarray(table.T @ np.array([run.weight for run in self.runs]))

    def table(self, documents: Ints) -> Floats:
        """Return weighted shares of shape (n_terms, len(documents)); rows in the order of `terms`.

        Looked up run by run: few documents are wanted, and a run is long.
        """
        table = np.zeros((len(self.terms), len(documents)))
        wanted = documents.astype(np.int32)  # of the runs' own dtype, or they would be copied
        for run in self.runs:
            at = np.minimum(np.searchsorted(run.documents, wanted), len(run.documents) - 1)
            is_there = run.documents[at] == wanted
            table[run.place, is_there] = run.shares[at[is_there]] * run.weight
        return table


class TermCounter:
    """Tokens of documents as numbers, field by field: the input of the weighting.

    Parameters
    ----------
    fields : iterable of str
        The fields read from each document.
    """

    def __init__(self, fields: Iterable[str]) -> None:
        self.vocabulary: dict[str, int] = defaultdict(lambda: len(self.vocabulary))
        self._terms = {name: array("i") for name in fields}
        self._lengths = {name: array("i") for name in fields}
        self.n_documents = 0

    def add(self, document: Mapping[str, Tokens]) -> None:
        """Count the tokens of one document; the tokens are not kept."""
        self.n_documents += 1
        for name, terms in self._terms.items():
            tokens = document.get(name, ())
            terms.extend(map(self.vocabulary.__getitem__, tokens))
            self._lengths[name].append(len(tokens))

    def terms(self, field: str) -> NDArray[np.int32]:
        """Return the token numbers of a field, all documents concatenated."""
        return np.asarray(self._terms[field], dtype=np.int32)

    def lengths(self, field: str) -> NDArray[np.int32]:
        """Return the number of tokens of each document's field, of shape (n_documents,)."""
        return np.asarray(self._lengths[field], dtype=np.int32)

    def documents(self, field: str) -> NDArray[np.int32]:
        """Return the document of each token of `terms`."""
        return np.repeat(np.arange(self.n_documents, dtype=np.int32), self.lengths(field))


class FieldedBM25(Estimator):
    """Weights the terms of documents with several fields.

    Parameters
    ----------
    fields : mapping of str to Field
        The fields read, with weight and length rule; other fields are ignored.
    k1 : float, default=1.2
        Saturation of term frequency, no unit, at least 0. At 0 only presence counts.

    Attributes
    ----------
    vocabulary_ : mapping of str to int
        Row of each term in ``shares_``.
    idf_ : ndarray of shape (n_terms,)
        Inverse document frequency of each term, > 0.
    mean_length_ : dict of str to float
        Mean number of tokens of each field, > 0.
    n_fitted_ : int
        Number of documents the frequencies and lengths were counted on.
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

    def fit(self, documents: Iterable[Mapping[str, Tokens]], y: None = None) -> Self:
        """Weigh the terms of `documents`, each a mapping of field name to tokens.

        Raises
        ------
        ValueError
            If `k1` is negative, or a field has a negative weight or `b` outside [0, 1].
        """
        return self.fit_counted(self._counted(documents))

    def fit_counted(self, counter: TermCounter) -> Self:
        """Weigh the terms of documents counted before. Raises as `fit`."""
        self._check_parameters()
        self.vocabulary_: Mapping[str, int] = dict(counter.vocabulary)
        self.mean_length_ = {
            name: float(lengths.mean()) if (lengths := counter.lengths(name)).any() else 1.0
            for name in self.fields
        }
        frequency = self._frequencies(counter)
        self.n_fitted_ = counter.n_documents
        df = np.diff(frequency.indptr)
        self.idf_ = np.log1p((self.n_fitted_ - df + 0.5) / (df + 0.5))
        return self._weigh(frequency)

    def weigh_counted(self, counter: TermCounter) -> Self:
        """Return an index of other documents, weighted with this one's frequencies and lengths.

        Document frequencies and mean lengths stay as fitted, so each document earns what it would
        have earned among the fitted ones; an unknown term counts as the rarest.
        """
        self._check_fitted()
        others = type(self)(fields=self.fields, k1=self.k1)
        others.vocabulary_ = dict(counter.vocabulary)
        others.mean_length_, others.n_fitted_ = self.mean_length_, self.n_fitted_
        others.idf_ = np.array([self.idf_of(term) for term in others.vocabulary_])
        return others._weigh(others._frequencies(counter))

    def _counted(self, documents: Iterable[Mapping[str, Tokens]]) -> TermCounter:
        counter = TermCounter(self.fields)
        for document in documents:
            counter.add(document)
        return counter

    def _weigh(self, frequency: csr_array) -> Self:
        tf = frequency.data
        idf = np.repeat(self.idf_, np.diff(frequency.indptr))
        frequency.data = idf * tf * (self.k1 + 1) / (tf + self.k1)
        self.shares_ = frequency
        self.n_terms_ = np.bincount(frequency.indices, minlength=frequency.shape[1])
        return self

    @property
    def n_documents(self) -> int:
        """Return the number of documents."""
        return int(self.shares_.shape[1])

    def _check_parameters(self) -> None:
        if not self.k1 >= 0:
            raise ValueError(f"k1 must be at least 0, got {self.k1!r}")
        for name, field in self.fields.items():
            if not field.weight >= 0 or not 0 <= field.b <= 1:
                raise ValueError(f"need weight >= 0 and 0 <= b <= 1, got {name}={field!r}")

    def _frequencies(self, counter: TermCounter) -> csr_array:
        """Return weighted frequencies of shape (n_terms, n_documents), fields added up."""
        shape = (len(counter.vocabulary), counter.n_documents)
        total = csr_array(shape, dtype=np.float64)
        for name, field in self.fields.items():
            lengths = counter.lengths(name)
            norm = 1 - field.b + field.b * lengths / self.mean_length_[name]
            weight = np.repeat(field.weight / norm, lengths)
            places = (counter.terms(name), counter.documents(name))
            total = total + csr_array((weight, places), shape=shape)
        total.eliminate_zeros()
        total.sort_indices()
        return total

    def idf_of(self, term: str) -> float:
        """Return a term's inverse document frequency; an unknown term counts as the rarest."""
        row = self.vocabulary_.get(term)
        return float(np.log1p((self.n_fitted_ + 0.5) / 0.5) if row is None else self.idf_[row])

    def knows(self, term: str) -> bool:
        """Return whether any document has a term."""
        return term in self.vocabulary_

    def postings(self, weights: Mapping[str, float]) -> Postings:
        """Return the shares of all documents for query terms with their weights (>= 0).

        Unknown terms have no entry but keep their position in `terms`.
        """
        self._check_fitted()
        terms = tuple(weights)
        runs = tuple(self._runs(weights))
        return Postings(terms, runs, self.n_documents)

    def _runs(self, weights: Mapping[str, float]) -> Iterator[Run]:
        indptr, indices, data = self.shares_.indptr, self.shares_.indices, self.shares_.data
        for place, (term, weight) in enumerate(weights.items()):
            row = self.vocabulary_.get(term)
            if row is not None and indptr[row] < indptr[row + 1]:
                span = slice(indptr[row], indptr[row + 1])
                yield Run(place, weight, indices[span], data[span])

    def take(self, documents: Ints) -> Self:
        """Return an index of some documents only, with the same shares as here."""
        self._check_fitted()
        part = type(self)(fields=self.fields, k1=self.k1)
        part.vocabulary_, part.idf_ = self.vocabulary_, self.idf_
        part.mean_length_, part.n_fitted_ = self.mean_length_, self.n_fitted_
        part.shares_ = csr_array(self.shares_[:, documents])
        part.shares_.sort_indices()  # runs are searched in order
        part.n_terms_ = self.n_terms_[documents]
        return part


class Stacked:
    """Two indexes as one: the documents of the second follow those of the first."""

    def __init__(self, first: FieldedBM25, second: FieldedBM25) -> None:
        self.parts = (first, second)
        self.n_terms_ = np.concatenate([part.n_terms_ for part in self.parts])

    @property
    def n_documents(self) -> int:
        """Return the number of documents of both."""
        return sum(part.n_documents for part in self.parts)

    def knows(self, term: str) -> bool:
        """Return whether any document has a term."""
        return any(part.knows(term) for part in self.parts)

    def postings(self, weights: Mapping[str, float]) -> Postings:
        """Return the shares of all documents of both, as `FieldedBM25.postings`."""
        first, second = (part.postings(weights) for part in self.parts)
        behind = np.int32(self.parts[0].n_documents)
        moved = (replace(run, documents=run.documents + behind) for run in second.runs)
        return Postings(first.terms, (*first.runs, *moved), self.n_documents)

    def take(self, documents: Ints) -> "FieldedBM25 | Stacked":
        """Return an index of some documents; rows are sorted, so the first part's come first."""
        first, second = self.parts
        is_behind = documents >= first.n_documents
        if not is_behind.any():
            return first.take(documents)
        later = second.take(documents[is_behind] - first.n_documents)
        return later if is_behind.all() else Stacked(first.take(documents[~is_behind]), later)


def total_by(group: Ints, values: Floats, n_groups: int) -> Floats:
    """Return the sum of values for each group number below `n_groups`."""
    return np.bincount(group, values, minlength=n_groups).astype(np.float64, copy=False)
