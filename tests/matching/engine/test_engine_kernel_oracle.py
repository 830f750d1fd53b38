"""The compiled search equals adding everything up, for any query."""

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.kernel import compiled
from benchmarks.kernel import search as searching
from benchmarks.kernel.index import Facts, ImpactIndex
from benchmarks.kernel.search import LayeredSearcher, Searcher, Wanted

N_TERMS = 12
SHARES = st.sampled_from([0.0, 1e-6, 0.01, 0.5, 0.5, 1.0, 3.7, 1e4])
ROWS = st.lists(st.dictionaries(st.integers(0, N_TERMS - 1), SHARES, max_size=8), max_size=60)
QUERIES = st.dictionaries(
    st.integers(0, N_TERMS - 1), st.sampled_from([0.1, 0.6, 1.0, 1.0, 7.5]), min_size=1
)
WANTED = st.builds(
    Wanted,
    places=st.one_of(st.none(), st.lists(st.integers(0, 5), max_size=4).map(np.array)),
    most_schooling=st.integers(0, 3),
    licences=st.integers(0, 7),
    only_open=st.booleans(),
)


def facts_of(n: int, seed: int) -> Facts:
    rng = np.random.default_rng(seed)
    return Facts(
        rng.integers(0, 5, n).astype(np.int32),
        rng.integers(0, 4, n).astype(np.uint8),
        rng.integers(0, 8, n).astype(np.uint64),
        rng.random(n) < 0.7,
    )


def index_of(rows: list[dict[int, float]], facts: Facts | None = None) -> ImpactIndex:
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    terms = np.array([t for row in rows for t in row], dtype=np.int32)
    shares = np.array([s for row in rows for s in row.values()], dtype=np.float32)
    return ImpactIndex.build(starts, terms, shares, n_terms=N_TERMS, facts=facts)


def asked(query: dict[int, float]):
    return np.array(list(query), np.int32), np.array(list(query.values()), np.float64)


def naive(rows, facts, query, wanted, k) -> list[tuple[int, float]]:
    """Return the hits by definition, sharing no code with the search."""
    found = []
    for number, row in enumerate(rows):
        score = sum(query[t] * float(np.float32(row[t])) for t in query if t in row)
        places = None if wanted.places is None else set(wanted.places.tolist())
        fits = (
            (places is None or int(facts.place[number]) in places)
            and facts.schooling[number] <= wanted.most_schooling
            and not int(facts.licences[number]) & ~wanted.licences
            and (facts.is_open[number] or not wanted.only_open)
        )
        if score > 0 and fits:
            found.append((number, score))
    return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]


@settings(max_examples=300, deadline=None)
@given(rows=ROWS, query=QUERIES, wanted=WANTED, k=st.integers(1, 25), seed=st.integers(0, 99))
def test_the_hits_are_the_best_by_definition(rows, query, wanted, k, seed):
    facts = facts_of(len(rows), seed)

    hits = Searcher(index_of(rows, facts)).top(*asked(query), k=k, wanted=wanted)

    expected = naive(rows, facts, query, wanted, k)
    assert np.allclose(hits.scores, [score for _, score in expected], rtol=1e-9)
    by_score = itertools.groupby(expected, key=lambda hit: round(hit[1], 9))
    if len({score for score, _ in by_score}) == len(expected):  # without ties the rows are forced
        assert hits.rows.tolist() == [row for row, _ in expected]


@settings(max_examples=150, deadline=None)
@given(
    rows=ROWS,
    new=st.lists(st.dictionaries(st.integers(0, N_TERMS - 1), SHARES, max_size=8), max_size=9),
    query=QUERIES,
    wanted=WANTED,
    k=st.integers(1, 25),
)
def test_added_documents_are_found_among_the_rest(rows, new, query, wanted, k):
    """Two layers give what one index of all documents gives."""
    whole_facts = facts_of(len(rows) + len(new), 3)
    parts = [slice(0, len(rows)), slice(len(rows), None)]
    first, second = (Facts(*(column[part] for column in vars_of(whole_facts))) for part in parts)
    layers = LayeredSearcher(Searcher(index_of(rows, first)), Searcher(index_of(new, second)))

    hits = layers.top(*asked(query), k=k, wanted=wanted)

    whole = Searcher(index_of([*rows, *new], whole_facts)).top(*asked(query), k=k, wanted=wanted)
    assert hits.rows.tolist() == whole.rows.tolist()
    assert hits.scores.tolist() == whole.scores.tolist()


def vars_of(facts: Facts):
    return [getattr(facts, field.name) for field in dataclasses.fields(facts)]


def a_collection(n: int, n_terms: int, seed: int):
    """Return rows of many blocks, terms as uneven as words, and their facts."""
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 30, n)
    owner = np.repeat(np.arange(n), lengths)
    terms = (np.exp(rng.random(len(owner)) * np.log(n_terms)) - 1).astype(np.int64)
    entry = np.unique(owner * n_terms + terms)
    owner, terms = entry // n_terms, (entry % n_terms).astype(np.int32)
    shares = rng.gamma(2.0, 1.0, len(terms)).astype(np.float32)
    starts = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=n)))).astype(np.int64)
    facts = facts_of(n, seed)
    return ImpactIndex.build(starts, terms, shares, n_terms=n_terms, facts=facts), facts


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("wanted", [Wanted(), Wanted(np.array([1, 2]), 2, 5, True)])
def test_over_many_blocks_the_hits_are_those_of_the_plain_search(seed, wanted, monkeypatch):
    index, _facts = a_collection(60_000, 500, seed)
    searcher = Searcher(index)
    rng = np.random.default_rng(seed)
    queries = [np.sort(rng.choice(500, 40, replace=False)).astype(np.int32) for _ in range(8)]
    found = [searcher.top(terms, np.ones(40), k=20, wanted=wanted) for terms in queries]

    monkeypatch.setattr(searching, "MOST_TERMS", 0)  # all queries use the plain search

    for terms, hits in zip(queries, found, strict=True):
        oracle = searcher.top(terms, np.ones(40), k=20, wanted=wanted)
        assert hits.rows.tolist() == oracle.rows.tolist()
        assert hits.scores.tolist() == oracle.scores.tolist()


def test_a_bound_is_never_below_the_share_it_is_for():
    rng = np.random.default_rng(3)
    index, _facts = a_collection(5_000, 200, 3)
    terms = np.sort(rng.choice(200, 60, replace=False)).astype(np.int32)
    weights = rng.gamma(1.0, 2.0, 60)
    factors = np.empty(60, np.uint32)

    unit = compiled._multipliers(weights, index.tops[terms], index.scales[terms], factors)

    greatest = 0
    for term, weight, factor in zip(terms, weights, factors.tolist(), strict=True):
        run = slice(index.starts[term], index.starts[term + 1])
        bounds = ((index.packed[run].astype(np.int64) & 255) * factor + 255) >> 8
        rows = index.packed[run] >> 8
        exact = [share_in(index, row, term) * weight for row in rows]
        assert (bounds * unit >= np.array(exact)).all()
        greatest += (255 * factor + 255) >> 8
    assert greatest <= compiled.ROOM


def share_in(index: ImpactIndex, position: int, term: int) -> float:
    run = slice(index.row_starts[position], index.row_starts[position + 1])
    return float(index.row_shares[run][index.row_terms[run] == term][0])


def test_a_bound_rounded_down_would_lose_a_hit(monkeypatch):
    """The control: with impacts rounded down the oracle test fails."""
    index, _facts = a_collection(60_000, 500, 1)
    low = ImpactIndex(
        **index.to_arrays()
        | {"packed": (index.packed & ~np.uint32(255)) | (index.packed & 255) * 3 // 4}
    )
    rng = np.random.default_rng(1)
    queries = [np.sort(rng.choice(500, 40, replace=False)).astype(np.int32) for _ in range(8)]
    found = [Searcher(low).top(terms, np.ones(40), k=20).rows.tolist() for terms in queries]

    monkeypatch.setattr(searching, "MOST_TERMS", 0)  # all queries use the plain search

    assert found != [Searcher(low).top(q, np.ones(40), k=20).rows.tolist() for q in queries]


def test_the_order_of_rows_does_not_matter():
    index, facts = a_collection(20_000, 300, 5)
    rng = np.random.default_rng(5)
    order = rng.permutation(20_000)
    back = np.empty(20_000, np.int64)
    back[order] = np.arange(20_000)
    by_row = np.argsort(index.row_of)
    rows = [
        dict(
            zip(
                index.row_terms[index.row_starts[p] : index.row_starts[p + 1]].tolist(),
                index.row_shares[index.row_starts[p] : index.row_starts[p + 1]].tolist(),
                strict=True,
            )
        )
        for p in by_row
    ]
    shuffled = [rows[number] for number in order]
    starts = np.concatenate(([0], np.cumsum([len(row) for row in shuffled]))).astype(np.int64)
    other = ImpactIndex.build(
        starts,
        np.array([t for row in shuffled for t in row], np.int32),
        np.array([s for row in shuffled for s in row.values()], np.float32),
        n_terms=300,
        facts=Facts(*(getattr(facts, name)[order] for name in Facts.__slots__)),
    )
    terms = np.arange(0, 300, 9, dtype=np.int32)

    hits = Searcher(index).top(terms, np.ones(len(terms)), k=20)
    again = Searcher(other).top(terms, np.ones(len(terms)), k=20)

    assert np.allclose(hits.scores, again.scores)
    assert sorted(order[again.rows].tolist()) == sorted(hits.rows.tolist())


def test_an_index_read_back_from_its_arrays_finds_the_same(tmp_path):
    index, _facts = a_collection(20_000, 300, 7)
    for name, array in index.to_arrays().items():
        np.save(tmp_path / f"{name}.npy", array)
    mapped = ImpactIndex.from_arrays(
        {name: np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in index.to_arrays()}
    )
    terms = np.arange(0, 300, 7, dtype=np.int32)

    hits = Searcher(index).top(terms, np.ones(len(terms)), k=20)
    again = Searcher(mapped).top(terms, np.ones(len(terms)), k=20)

    assert again.rows.tolist() == hits.rows.tolist()


def test_many_at_once_find_what_each_finds_alone():
    index, _facts = a_collection(40_000, 400, 11)
    searcher, rng = Searcher(index), np.random.default_rng(11)
    queries = [(np.sort(rng.choice(400, n, replace=False)).astype(np.int32), rng.random(n) + 0.1)
               for n in rng.integers(1, 50, 20)]  # fmt: skip
    wanted = [Wanted(rng.integers(0, 6, 2), int(rng.integers(0, 4)), int(rng.integers(0, 8)))
              for _ in queries]  # fmt: skip

    together = searcher.top_each(queries, k=10, wanted=wanted)

    alone = [searcher.top(*q, k=10, wanted=w) for q, w in zip(queries, wanted, strict=True)]
    assert [hits.rows.tolist() for hits in together] == [hits.rows.tolist() for hits in alone]
    assert searcher.top_each([], k=10) == []


def test_a_query_of_more_terms_than_bounds_allow_is_searched_plainly(monkeypatch):
    index, _facts = a_collection(3_000, 300, 13)
    terms = np.arange(300, dtype=np.int32)
    expected = Searcher(index).top(terms, np.ones(300), k=5)

    monkeypatch.setattr(searching, "MOST_TERMS", 200)
    (hits,) = Searcher(index).top_each([(terms, np.ones(300))], k=5)

    assert hits.rows.tolist() == expected.rows.tolist()


def test_a_search_does_not_change_the_next():
    index, _facts = a_collection(20_000, 300, 9)
    searcher = Searcher(index)
    first, second = np.array([1, 5, 9], np.int32), np.array([200, 250], np.int32)
    alone = Searcher(index).top(second, np.ones(2), k=20)

    searcher.top(first, np.ones(3), k=20)

    assert searcher.top(second, np.ones(2), k=20).scores.tolist() == alone.scores.tolist()


@pytest.mark.parametrize(("k", "n_weights"), [(0, 3), (5, 2)])
def test_an_invalid_query_is_refused(k, n_weights):
    index, _facts = a_collection(100, 30, 1)

    with pytest.raises(ValueError, match="k >= 1"):
        Searcher(index).top(np.array([1, 2, 3], np.int32), np.ones(n_weights), k=k)


@pytest.mark.parametrize(("term", "share"), [(N_TERMS, 1.0), (-1, 1.0), (0, -0.5), (0, np.nan)])
def test_invalid_rows_are_refused(term, share):
    with pytest.raises(ValueError, match="must"):
        index_of([{term: share}])
