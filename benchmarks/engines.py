"""The search and its peers behind one interface, each in its best form.

All receive the same words and, where they take weights, the same weights; filters are pushed
down wherever an engine can do so. tantivy and SQLite compute weights of their own.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from benchmarks.kernel.index import Facts, ImpactIndex
from benchmarks.kernel.search import LayeredSearcher, Searcher, Wanted
from benchmarks.postings import PLACES, Collection, Query, with_copy

K = 20
Rows = NDArray[np.int64]


class Engine(Protocol):
    """A search engine to measure. `gives_exact` states whether its weights are those of brute
    force.
    """

    gives_exact: bool

    def build(self, collection: Collection, folder: Path) -> None:
        """Index the postings."""

    def top(self, query: Query, *, filtered: bool) -> Rows:
        """Return the row numbers of the 20 best."""

    def batch(self, queries: Sequence[Query], *, filtered: bool) -> None:
        """Answer many queries in the fastest way the engine has."""

    def add(self, collection: Collection, row: int, folder: Path) -> None:
        """Add a copy of a posting under the next free row number."""


class _Rebuilt:
    """Engines that cannot add a document: they are rebuilt with one posting more."""

    def add(self, collection: Collection, row: int, folder: Path) -> None:
        self.build(with_copy(collection, row), folder)  # type: ignore[attr-defined]


class _OneByOne:
    """Engines without a batch search of their own."""

    def batch(self, queries: Sequence[Query], *, filtered: bool) -> None:
        for query in queries:
            self.top(query, filtered=filtered)  # type: ignore[attr-defined]


def _matrix(collection: Collection) -> sp.csr_array:
    shape = (collection.n_documents, len(collection.words))
    parts = (collection.shares, collection.terms, collection.starts)
    return sp.csr_array(parts, shape=shape)


def _best(scores: NDArray[np.float32], rows: Rows | None = None) -> Rows:
    """Return the 20 rows of the highest scores, best first, without those at 0."""
    k = min(K, len(scores))
    found = np.argpartition(scores, len(scores) - k)[len(scores) - k :] if k else np.empty(0, int)
    found = found[np.argsort(-scores[found], kind="stable")]
    found = found[scores[found] > 0]
    return found if rows is None else rows[found]


class _Filter:
    """The mask of documents a query may return, apart from the place."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection

    def mask(self, query: Query, rows: Rows | slice = slice(None)) -> NDArray[np.bool_]:
        facts = self.collection
        kept = facts.is_open[rows] & (facts.schooling[rows] <= query.most_schooling)
        return kept & ((facts.licences[rows] & ~np.uint64(query.licences)) == 0)


class Ours(_OneByOne):
    """The kernel of `benchmarks.kernel`."""

    gives_exact = True

    def build(self, collection: Collection, folder: Path) -> None:
        facts = Facts(
            collection.place, collection.schooling, collection.licences, collection.is_open
        )
        index = ImpactIndex.build(
            collection.starts,
            collection.terms,
            collection.shares,
            n_terms=len(collection.words),
            facts=facts,
        )
        self.searcher: Searcher | LayeredSearcher = Searcher(index)

    def add(self, collection: Collection, row: int, folder: Path) -> None:
        assert isinstance(self.searcher, Searcher)
        run = slice(collection.starts[row], collection.starts[row + 1])
        one = slice(row, row + 1)
        facts = Facts(
            np.array(collection.place[one]),
            np.array(collection.schooling[one]),
            np.array(collection.licences[one]),
            np.array(collection.is_open[one]),
        )
        new = ImpactIndex.build(
            np.array([0, run.stop - run.start]),
            collection.terms[run],
            collection.shares[run],
            n_terms=len(collection.words),
            facts=facts,
        )
        self.searcher = LayeredSearcher(self.searcher, Searcher(new))

    @staticmethod
    def _wanted(query: Query) -> Wanted:
        return Wanted(query.places, query.most_schooling, query.licences, True)

    def top(self, query: Query, *, filtered: bool) -> Rows:
        if not filtered:
            return self.searcher.top(query.terms, _ones(query), k=K).rows
        return self.searcher.top(query.terms, _ones(query), k=K, wanted=self._wanted(query)).rows

    def batch(self, queries: Sequence[Query], *, filtered: bool) -> None:
        wanted = [self._wanted(query) for query in queries] if filtered else None
        asked = [(query.terms, _ones(query)) for query in queries]
        assert isinstance(self.searcher, Searcher)
        self.searcher.top_each(asked, k=K, wanted=wanted)


def _ones(query: Query) -> NDArray[np.float64]:
    return np.ones(len(query.terms))


class BruteForce(_OneByOne, _Rebuilt):
    """scikit-learn: the dot product of the query with every row; rows sorted by place."""

    gives_exact = True

    def build(self, collection: Collection, folder: Path) -> None:
        from sklearn.utils.extmath import safe_sparse_dot

        self._dot = safe_sparse_dot
        self._order = np.argsort(collection.place, kind="stable")
        self._matrix = _matrix(collection)[self._order]
        counts = np.bincount(collection.place, minlength=PLACES)
        self._ends = np.concatenate(([0], np.cumsum(counts)))
        self._filter = _Filter(collection)

    def top(self, query: Query, *, filtered: bool) -> Rows:
        asked = np.zeros(self._matrix.shape[1], np.float32)
        asked[query.terms] = 1
        first, last = 0, len(self._order)
        if filtered:
            first, last = self._ends[query.places[0]], self._ends[query.places[0] + 1]
        rows = self._order[first:last]
        part = self._matrix[first:last] if filtered else self._matrix
        scores = self._dot(part, asked)
        if filtered:
            scores = np.where(self._filter.mask(query, rows), scores, np.float32(0))
        return _best(scores, rows)


class ScipyColumns(_OneByOne, _Rebuilt):
    """scipy: the query's columns of a CSC matrix added up; one matrix per place for filters."""

    gives_exact = True

    def build(self, collection: Collection, folder: Path) -> None:
        matrix = _matrix(collection)
        self._all = matrix.tocsc()
        self._rows = [np.flatnonzero(collection.place == place) for place in range(PLACES)]
        self._parts = [matrix[rows].tocsc() for rows in self._rows]
        self._filter = _Filter(collection)

    def top(self, query: Query, *, filtered: bool) -> Rows:
        place = int(query.places[0])
        part = self._parts[place] if filtered else self._all
        scores = np.zeros(part.shape[0], np.float32)
        for term in query.terms:
            run = slice(part.indptr[term], part.indptr[term + 1])
            scores[part.indices[run]] += part.data[run]
        if not filtered:
            return _best(scores)
        rows = self._rows[place]
        return _best(np.where(self._filter.mask(query, rows), scores, np.float32(0)), rows)


class SparseDotTopN(_Rebuilt):
    """sparse_dot_topn: sparse product and best rows in one pass of C++."""

    gives_exact = True

    def build(self, collection: Collection, folder: Path) -> None:
        import sparse_dot_topn

        self._multiply = sparse_dot_topn.sp_matmul_topn
        matrix = sp.csr_matrix(_matrix(collection))
        self._all = matrix.T.tocsr()
        self._rows = [np.flatnonzero(collection.place == place) for place in range(PLACES)]
        self._parts = [matrix[rows] for rows in self._rows]
        self._turned = [part.T.tocsr() for part in self._parts]
        self._filter = _Filter(collection)

    def _queries(self, queries: Sequence[Query]) -> Any:
        ends = np.cumsum([0, *(len(query.terms) for query in queries)])
        terms = np.concatenate([query.terms for query in queries])
        values = np.ones(len(terms), np.float32)
        return sp.csr_matrix((values, terms, ends), shape=(len(queries), self._all.shape[0]))

    def top(self, query: Query, *, filtered: bool) -> Rows:
        asked = self._queries([query])
        if not filtered:
            found = self._multiply(asked, self._all, top_n=K, sort=True)
            return found.indices.astype(np.int64)
        place = int(query.places[0])
        # No filter: all of the place is scored, then masked.
        found = self._multiply(asked, self._turned[place], top_n=self._parts[place].shape[0])
        rows = self._rows[place][found.indices]
        return _best(np.where(self._filter.mask(query, rows), found.data, np.float32(0)), rows)

    def batch(self, queries: Sequence[Query], *, filtered: bool) -> None:
        if not filtered:
            self._multiply(self._queries(queries), self._all, top_n=K, sort=True)
            return
        for query in queries:
            self.top(query, filtered=True)


class Bm25s(_Rebuilt):
    """bm25s with its numba backend; its own weight mask does the filtering."""

    gives_exact = True

    def build(self, collection: Collection, folder: Path) -> None:
        import bm25s

        columns = _matrix(collection).tocsc()
        self._engine = bm25s.BM25(backend="numba")
        self._engine.scores = {
            "data": columns.data.astype(np.float32),
            "indices": columns.indices.astype(np.int32),
            "indptr": columns.indptr.astype(np.int64),
            "num_docs": collection.n_documents,
        }
        numbers = range(len(collection.words))
        self._engine.vocab_dict = {number: number for number in numbers}
        self._engine.unique_token_ids_set = set(numbers)
        self._engine.nonoccurrence_array = None
        self._filter, self._place = _Filter(collection), collection.place

    def _mask(self, query: Query) -> NDArray[np.float32]:
        kept = self._filter.mask(query) & (self._place == query.places[0])
        return kept.astype(np.float32)

    def _retrieve(self, asked: list[list[int]], mask: NDArray[np.float32] | None) -> Rows:
        found, scores = self._engine.retrieve(
            asked, k=K, show_progress=False, n_threads=1, weight_mask=mask
        )
        return found[scores > 0] if len(asked) == 1 else found

    def top(self, query: Query, *, filtered: bool) -> Rows:
        mask = self._mask(query) if filtered else None
        return self._retrieve([query.terms.tolist()], mask)

    def batch(self, queries: Sequence[Query], *, filtered: bool) -> None:
        if not filtered:
            self._retrieve([query.terms.tolist() for query in queries], None)
            return
        for query in queries:  # one mask per call
            self.top(query, filtered=True)


def _spelt(collection: Collection, row: int) -> str:
    run = slice(collection.starts[row], collection.starts[row + 1])
    pairs = zip(collection.terms[run].tolist(), collection.counts[run].tolist(), strict=True)
    return " ".join(f"w{term}" for term, count in pairs for _ in range(count))


class Tantivy(_OneByOne):
    """tantivy, a search library in Rust: its own BM25, facts as indexed fields."""

    gives_exact = False

    def build(self, collection: Collection, folder: Path) -> None:
        import tantivy

        self._tantivy = tantivy
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
        for name in ("place", "schooling", "open"):
            schema.add_unsigned_field(name, indexed=True, fast=True)
        schema.add_unsigned_field("licence", indexed=True)
        schema.add_unsigned_field("row", stored=True, fast=True)
        self._schema = schema.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(heap_size=400_000_000, num_threads=1)
        for row in range(collection.n_documents):
            writer.add_document(self._document(collection, row, number=row))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._index, self._searcher = index, index.searcher()

    def _document(self, collection: Collection, row: int, *, number: int) -> Any:
        document = self._tantivy.Document()
        document.add_text("body", _spelt(collection, row))
        document.add_unsigned("place", int(collection.place[row]))
        document.add_unsigned("schooling", int(collection.schooling[row]))
        document.add_unsigned("open", int(collection.is_open[row]))
        document.add_unsigned("licence", int(collection.licences[row]).bit_length())
        document.add_unsigned("row", number)
        return document

    def add(self, collection: Collection, row: int, folder: Path) -> None:
        writer = self._index.writer(heap_size=50_000_000, num_threads=1)
        writer.add_document(self._document(collection, row, number=collection.n_documents))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def _query(self, query: Query, *, filtered: bool) -> Any:
        made, occur, schema = self._tantivy.Query, self._tantivy.Occur, self._schema
        words = made.boolean_query(
            [(occur.Should, made.term_query(schema, "body", f"w{t}")) for t in query.terms]
        )
        if not filtered:
            return words
        held = [0, *(bit + 1 for bit in range(64) if query.licences >> bit & 1)]
        must = [
            made.term_set_query(schema, "place", query.places.tolist()),
            made.term_set_query(schema, "schooling", list(range(query.most_schooling + 1))),
            made.term_set_query(schema, "licence", held),
            made.term_query(schema, "open", 1),
        ]
        silent = [(occur.Must, made.const_score_query(one, 0.0)) for one in must]
        return made.boolean_query([(occur.Must, words), *silent])

    def top(self, query: Query, *, filtered: bool) -> Rows:
        hits = self._searcher.search(self._query(query, filtered=filtered), limit=K, count=False)
        rows = [self._searcher.doc(address)["row"][0] for _score, address in hits.hits]
        return np.array(rows, dtype=np.int64)


class Fts5(_OneByOne):
    """SQLite's full-text search: its own bm25(), facts joined from an ordinary table."""

    gives_exact = False
    WORDS = "SELECT rowid FROM post WHERE post MATCH ? ORDER BY rank LIMIT 20"
    FACTS = """SELECT post.rowid FROM post JOIN fact ON fact.id = post.rowid
        WHERE post MATCH ? AND fact.place = ? AND fact.schooling <= ? AND fact.is_open
        AND (fact.licences & ?) = 0 ORDER BY post.rank LIMIT 20"""

    def build(self, collection: Collection, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "fts.db")
        run = self._database.execute
        run("PRAGMA journal_mode=OFF")
        run("PRAGMA synchronous=OFF")
        run("CREATE VIRTUAL TABLE post USING fts5(body, content='', tokenize='ascii')")
        run("CREATE TABLE fact (id INTEGER PRIMARY KEY, place, schooling, licences, is_open)")
        self._database.executemany(
            "INSERT INTO post (rowid, body) VALUES (?, ?)",
            ((row, _spelt(collection, row)) for row in range(collection.n_documents)),
        )
        facts = (collection.place, collection.schooling, collection.licences, collection.is_open)
        columns = [column.tolist() for column in facts]
        self._database.executemany(
            "INSERT INTO fact VALUES (?, ?, ?, ?, ?)",
            zip(range(collection.n_documents), *columns, strict=True),
        )
        run("CREATE INDEX fact_place ON fact (place, id)")
        self._database.commit()

    def add(self, collection: Collection, row: int, folder: Path) -> None:
        number = collection.n_documents
        facts = (collection.place, collection.schooling, collection.licences, collection.is_open)
        words = _spelt(collection, row)
        self._database.execute("INSERT INTO post (rowid, body) VALUES (?, ?)", (number, words))
        values = (number, *(column[row].item() for column in facts))
        self._database.execute("INSERT INTO fact VALUES (?, ?, ?, ?, ?)", values)
        self._database.commit()

    def top(self, query: Query, *, filtered: bool) -> Rows:
        words = " OR ".join(f"w{term}" for term in query.terms)
        if not filtered:
            return np.array([row for (row,) in self._database.execute(self.WORDS, (words,))])
        missing = ~query.licences & 0x7FFF_FFFF_FFFF_FFFF
        facts = (words, int(query.places[0]), query.most_schooling, missing)
        return np.array([row for (row,) in self._database.execute(self.FACTS, facts)])


ENGINES: dict[str, type[Engine]] = {
    "ours": Ours,
    "scikit-learn": BruteForce,
    "scipy columns": ScipyColumns,
    "sparse_dot_topn": SparseDotTopN,
    "bm25s numba": Bm25s,
    "tantivy": Tantivy,
    "SQLite FTS5": Fts5,
}
