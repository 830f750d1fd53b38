"""A million postings to search: sentences of the demo county with distinct names and numbers.

Every posting is a title, duties and requirements of one trade, segmented once per sentence, and a
tail of words that distinguish firms: brands, roads, products, model numbers. The tail is drawn by
Zipf's law from names the lexicon and the demo can spell, which gives the long vocabulary of real
collections. The same seed gives the same postings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from demo import catalogue
from lexicon.tables import load_lexicon
from matching.engine.language import Language

SEED = 2023
CHUNK = 20_000
TAIL_WORDS = 24  # words of a posting's own, beside those of its trade
TAIL_VOCABULARY = 60_000
QUERY_TERMS = (20, 60)
K1, B = 1.2, 0.75
PLACES = 23  # the county's townships and street offices, unevenly populated
LICENCES = 20
Parts = list[NDArray[Any]]


@dataclass(frozen=True)
class Collection:
    """Postings as rows of (term, share), with their words and hard facts.

    `shares` are Okapi BM25 weights, so that every engine that takes weights gets the same.
    """

    words: list[str]
    starts: NDArray[np.int64]
    terms: NDArray[np.int32]
    counts: NDArray[np.uint8]
    shares: NDArray[np.float32]
    place: NDArray[np.int32]
    schooling: NDArray[np.uint8]
    licences: NDArray[np.uint64]
    is_open: NDArray[np.bool_]

    @property
    def n_documents(self) -> int:
        """Return the number of postings."""
        return len(self.place)


def with_copy(collection: Collection, row: int) -> Collection:
    """Return the postings with an open copy of one of them appended."""
    run = slice(collection.starts[row], collection.starts[row + 1])
    end = collection.starts[-1] + run.stop - run.start
    grown: dict[str, Any] = {
        "words": collection.words,
        "starts": np.append(collection.starts, end),
        "is_open": np.append(collection.is_open, True),
    }
    for name in ("terms", "counts", "shares"):
        whole = getattr(collection, name)
        grown[name] = np.append(whole, whole[run])
    for name in ("place", "schooling", "licences"):
        whole = getattr(collection, name)
        grown[name] = np.append(whole, whole[row])
    return Collection(**grown)


@dataclass(frozen=True)
class Query:
    """One veteran's query: distinct terms, and the facts that restrict it."""

    terms: NDArray[np.int32]
    places: NDArray[np.int32]
    most_schooling: int
    licences: int


class Composer:
    """Composes postings and queries from sentences segmented once."""

    def __init__(self) -> None:
        self.language = Language(load_lexicon())
        self.number: dict[str, int] = {}
        self.trades = list(catalogue.trades().values())
        self._sentences = [
            [
                [self._cut(title) for grade in trade.grades for title in grade.titles],
                [self._cut(line) for line in trade.duties],
                [self._cut(line) for line in (*trade.requirements, *self._lines(trade))],
                [self._cut(line) for line in trade.extras],
            ]
            for trade in self.trades
        ]
        self._careers = [
            [self._cut(line) for line in (*career.skills, *career.duties, *career.specialties)]
            for career in catalogue.careers()
        ]
        self._tail = np.array([self._number(word) for word in _tail_words()], dtype=np.int32)

    @staticmethod
    def _lines(trade: catalogue.Trade) -> list[str]:
        return [line for grade in trade.grades for line in grade.lines]

    def _number(self, word: str) -> int:
        return self.number.setdefault(word, len(self.number))

    def _cut(self, line: str) -> list[int]:
        return [self._number(word) for word in self.language.analyzer.words(line)]

    def rows(self, count: int, rng: Random) -> Iterator[list[int]]:
        """Yield the terms of each posting, repeated as they occur."""
        numbers = np.random.default_rng(rng.randrange(2**32))
        for begin in range(0, count, CHUNK):
            size = min(CHUNK, count - begin)
            tails = self._tail[_zipf(numbers, (size, TAIL_WORDS), len(self._tail))]
            for tail in tails.tolist():
                titles, duties, requirements, extras = rng.choice(self._sentences)
                row = [*rng.choice(titles), *tail]
                for line in rng.sample(duties, min(3, len(duties))):
                    row += line
                for line in rng.sample(requirements, min(2, len(requirements))):
                    row += line
                if extras:
                    row += rng.choice(extras)
                yield row

    def query(self, rng: Random) -> Query:
        """Return the query of a veteran of some trade, 20 to 60 distinct terms."""
        titles, duties, requirements, _extras = rng.choice(self._sentences)
        career = rng.choice(self._careers)
        wanted = rng.randint(*QUERY_TERMS)
        found: dict[int, None] = dict.fromkeys(rng.choice(titles))
        pool = [*duties, *requirements, *career]
        rng.shuffle(pool)
        for line in pool:
            found.update(dict.fromkeys(line))
        for place in rng.choices(range(len(self._tail)), k=8):  # a firm, a road, a machine
            found.setdefault(int(self._tail[place // 40]), None)
        terms = np.array(list(found)[:wanted], dtype=np.int32)
        held = rng.getrandbits(LICENCES)
        return Query(
            terms, np.array([rng.randrange(PLACES)], np.int32), rng.choice((2, 3, 3, 4)), held
        )


def collect(count: int, *, seed: int = SEED) -> tuple[Collection, Composer]:
    """Return a number of postings with their weights and facts."""
    composer, rng = Composer(), Random(seed)
    starts: Parts = [np.zeros(1, np.int64)]
    terms: Parts = []
    counts: Parts = []
    batch: list[list[int]] = []
    for row in composer.rows(count, rng):
        batch.append(row)
        if len(batch) == CHUNK:
            _pack(batch, starts, terms, counts)
            batch = []
    if batch:
        _pack(batch, starts, terms, counts)
    return _weighed(composer, starts, terms, counts, seed), composer


def _pack(batch: list[list[int]], starts: Parts, terms: Parts, counts: Parts) -> None:
    """Return lists of occurrences as rows of distinct terms with counts."""
    lengths = np.array([len(row) for row in batch])
    flat = np.fromiter((term for row in batch for term in row), np.int64, lengths.sum())
    owner = np.repeat(np.arange(len(batch)), lengths)
    entry, count = np.unique(owner * (1 << 32) + flat, return_counts=True)
    ends = np.cumsum(np.bincount(entry >> 32, minlength=len(batch)))
    starts.append(starts[-1][-1] + ends)
    terms.append((entry & 0xFFFF_FFFF).astype(np.int32))
    counts.append(count.clip(max=255).astype(np.uint8))
    batch.clear()


def _weighed(
    composer: Composer, starts: Parts, terms: Parts, counts: Parts, seed: int
) -> Collection:
    ends = np.concatenate(starts)
    rows, tf = np.concatenate(terms), np.concatenate(counts)
    n = len(ends) - 1
    df = np.bincount(rows, minlength=len(composer.number))
    idf = np.log1p((n - df + 0.5) / (df + 0.5))
    lengths = np.add.reduceat(tf.astype(np.int64), ends[:-1])
    norm = np.repeat(K1 * (1 - B + B * lengths / lengths.mean()), np.diff(ends)).astype(np.float32)
    shares = (idf.astype(np.float32)[rows] * (K1 + 1) * tf / (tf + norm)).astype(np.float32)
    rng = np.random.default_rng(seed)
    chance = rng.dirichlet(np.full(PLACES, 4.0))
    needs_one = rng.random(n) < 0.3
    licence = np.uint64(1) << rng.integers(0, LICENCES, n).astype(np.uint64)
    return Collection(
        words=list(composer.number),
        starts=ends,
        terms=rows,
        counts=tf,
        shares=shares,
        place=rng.choice(PLACES, n, p=chance).astype(np.int32),
        schooling=rng.choice(6, n, p=(0.05, 0.3, 0.35, 0.2, 0.09, 0.01)).astype(np.uint8),
        licences=np.where(needs_one, licence, np.uint64(0)),
        is_open=rng.random(n) < 0.9,
    )


def queries(composer: Composer, count: int, *, seed: int = SEED + 1) -> list[Query]:
    """Return a number of queries, the same at every call."""
    rng = Random(seed)
    return [composer.query(rng) for _ in range(count)]


def _zipf(rng: np.random.Generator, shape: tuple[int, int], most: int) -> NDArray[np.int64]:
    """Return ranks drawn with frequency proportional to 1 / rank."""
    ranks: NDArray[np.int64] = np.exp(rng.random(shape) * np.log(most)).astype(np.int64) - 1
    return np.minimum(ranks, most - 1)


def _tail_words() -> list[str]:
    """Return names in the order of their frequency: the lexicon's, then brands, roads, models."""
    lexicon, names = load_lexicon(), catalogue.names()
    spoken = [alias for one in lexicon.occupations.values() for alias in (one.name, *one.aliases)]
    brands = [f"{brand}{ending}" for brand, ending in product(names["brands"], "厂店部行社公司")]
    models = [f"{letter}{digits}" for digits in range(10, 4000) for letter in "acdkmqstxyz"]
    mixed = list(dict.fromkeys([*spoken, *names["roads"], *brands, *models]))
    Random(SEED).shuffle(mixed)
    return mixed[:TAIL_VOCABULARY]
