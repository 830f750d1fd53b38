"""The search beside its peers in one run: each engine in its own process, queried in turn.

CPU time of the engine's process (all threads), medians over queries. A short call is
repeated until it takes at least a millisecond. Top 20 checked against brute force in the run.
"""

import json
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from benchmarks.engines import ENGINES, K
from benchmarks.postings import Collection, Query, collect, queries

SLOW = frozenset({"SQLite FTS5", "scikit-learn", "tantivy"})
ROUNDS, SLOW_ROUNDS = 40, 8
WARM = 3
BATCH_SIZE, BATCH_SAMPLE = 20_000, 200
BATCH_POSTINGS = 100_000
LEAST_SECONDS = 0.001
TOLERANCE = 1e-3  # relative, of scores in float32; scores within it tie


@dataclass
class Measured:
    """Measurements of one engine, in milliseconds and megabytes; None where not measured."""

    engine: str
    postings: int
    build_seconds: float = 0.0
    plain_ms: float = 0.0
    filtered_ms: float = 0.0
    batch_us: float | None = None
    batch_filtered_us: float | None = None
    added_ms: float | None = None
    peak_mb: float = 0.0
    rest_mb: float = 0.0
    exact: str = ""
    samples: dict[str, list[float]] = field(default_factory=dict)


class Child:
    """An engine in its own process, called through a pipe."""

    def __init__(self, name: str, folder: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self.name = name
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(name, str(folder), other), daemon=True)
        self._process.start()

    def ask(self, action: str, *arguments: Any) -> Any:
        """Call a method of the engine and return its answer."""
        self._pipe.send((action, arguments))
        answer, error = self._pipe.recv()
        if error:
            raise RuntimeError(f"{self.name}: {error}")
        return answer

    def stop(self) -> None:
        """End the process."""
        self._pipe.send(("stop", ()))
        self._process.join(timeout=30)


def _serve(name: str, folder: str, pipe: Connection) -> None:
    engine, collection = ENGINES[name](), _load(Path(folder))
    own = Path(folder, name.replace(" ", "-"))
    own.mkdir()

    def build() -> float:
        return _cpu(lambda: engine.build(collection, own))

    def top(query: Query, filtered: bool) -> tuple[float, list[int]]:
        return _repeated(lambda: engine.top(query, filtered=filtered))

    def batch(asked: Sequence[Query], filtered: bool) -> float:
        return _cpu(lambda: engine.batch(asked, filtered=filtered))

    def add(row: int) -> tuple[float, bool]:
        fresh = Path(folder, f"{own.name}-anew")
        fresh.mkdir()
        started = time.process_time()
        engine.add(collection, row, fresh)
        run = slice(collection.starts[row], collection.starts[row + 1])
        words = np.array(collection.terms[run])
        sent = Query(words, np.array(collection.place[row : row + 1]), 255, 0)
        found = engine.top(sent, filtered=False)
        return time.process_time() - started, collection.n_documents in found

    actions: dict[str, Callable[..., Any]] = {
        "build": build, "top": top, "batch": batch, "memory": _memory, "add": add,
    }  # fmt: skip
    while True:
        action, arguments = pipe.recv()
        if action == "stop":
            return
        try:
            pipe.send((actions[action](*arguments), ""))
        except Exception as error:
            pipe.send((None, f"{type(error).__name__}: {error}"))


def _cpu(action: Callable[[], Any]) -> float:
    started = time.process_time()
    action()
    return time.process_time() - started


def _repeated(action: Callable[[], Any]) -> tuple[float, list[int]]:
    """Return the CPU seconds of one call and its result."""
    rows = action()
    spent, times = 0.0, 0
    while spent < LEAST_SECONDS:
        spent += _cpu(action)
        times += 1
    return spent / times, [int(row) for row in rows]


def _memory() -> tuple[float, float]:
    """Return this process's peak resident memory and its present private memory, in MB.

    The shared file of postings counts in the first and not in the second.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    sizes = {line.split(":")[0]: line.split()[1] for line in lines if line.endswith("kB")}
    return int(sizes["VmHWM"]) / 1024, int(sizes["RssAnon"]) / 1024


def _save(collection: Collection, folder: Path) -> None:
    folder.joinpath("words.json").write_text(json.dumps(collection.words), encoding="utf-8")
    for one in fields(collection):
        if one.name != "words":
            np.save(folder / f"{one.name}.npy", getattr(collection, one.name))


def _load(folder: Path) -> Collection:
    words = json.loads(folder.joinpath("words.json").read_text(encoding="utf-8"))
    arrays = {
        one.name: np.load(folder / f"{one.name}.npy", mmap_mode="r")
        for one in fields(Collection)
        if one.name != "words"
    }
    return Collection(words=words, **arrays)


class Judge:
    """Brute force in float64, to check a top 20 up to ties."""

    def __init__(self, collection: Collection) -> None:
        shape = (collection.n_documents, len(collection.words))
        parts = (collection.shares, collection.terms, collection.starts)
        self._columns = sp.csr_array(parts, shape=shape).tocsc()
        self._collection = collection

    def is_right(self, query: Query, rows: Sequence[int], *, filtered: bool) -> bool:
        """Return whether rows have the scores of the 20 best and pass the filters."""
        facts = self._collection
        scores = np.zeros(facts.n_documents)
        for term in query.terms:
            run = slice(self._columns.indptr[term], self._columns.indptr[term + 1])
            scores[self._columns.indices[run]] += self._columns.data[run]
        if filtered:
            kept = facts.is_open & (facts.schooling <= query.most_schooling)
            kept &= (facts.licences & ~np.uint64(query.licences)) == 0
            kept &= facts.place == query.places[0]
            scores = np.where(kept, scores, 0.0)
        best = np.sort(scores)[::-1][:K]
        best = best[best > 0]
        found = np.sort(scores[list(rows)])[::-1] if rows else np.empty(0)
        return len(found) == len(best) and bool(np.allclose(found, best, atol=TOLERANCE))


def measure(count: int, names: Sequence[str], *, rounds: int = ROUNDS) -> list[Measured]:
    """Return the measurements of the engines on a number of postings."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        collection, composer = collect(count)
        _save(collection, folder)
        asked = queries(composer, rounds + WARM)
        touched = np.bincount(collection.terms, minlength=len(collection.words))
        _describe(collection, asked, touched)
        judge = Judge(collection)
        children = [Child(one, folder) for one in names]
        results = [Measured(one, count) for one in names]
        for child, result in zip(children, results, strict=True):
            result.build_seconds = child.ask("build")
            print(f"  {child.name} built in {result.build_seconds:.1f} s CPU", flush=True)
        for filtered in (False, True):
            _ask_in_turn(children, results, asked, judge, filtered=filtered)
        if count == BATCH_POSTINGS:
            _batches(children, results, queries(composer, BATCH_SIZE, seed=7))
        if count <= BATCH_POSTINGS:
            _additions(children, results, collection)
        for child, result in zip(children, results, strict=True):
            result.peak_mb, result.rest_mb = child.ask("memory")
            child.stop()
    return results


def _describe(collection: Collection, asked: Sequence[Query], touched: Any) -> None:
    terms = statistics.median(len(query.terms) for query in asked)
    postings = statistics.median(int(touched[query.terms].sum()) for query in asked)
    print(
        f"{collection.n_documents:,} postings, {len(collection.terms) / collection.n_documents:.1f}"
        f" terms each, {int((touched > 0).sum()):,} different; queries of {terms:.0f} terms touch"
        f" {postings:,.0f} postings: {postings / 1e6:.3f} ms at 1 ns a posting",
        flush=True,
    )


def _ask_in_turn(
    children: Sequence[Child],
    results: Sequence[Measured],
    asked: Sequence[Query],
    judge: Judge,
    *,
    filtered: bool,
) -> None:
    """Run each query on every engine before the next query; slow engines run a sample."""
    key = "filtered" if filtered else "plain"
    right: dict[str, list[bool]] = {child.name: [] for child in children}
    for number, query in enumerate(asked):
        for child, result in zip(children, results, strict=True):
            if child.name in SLOW and number >= SLOW_ROUNDS + WARM:
                continue
            spent, rows = child.ask("top", query, filtered)
            if number < WARM:
                continue
            result.samples.setdefault(key, []).append(spent * 1000)
            right[child.name].append(judge.is_right(query, rows, filtered=filtered))
    for result in results:
        setattr(result, f"{key}_ms", statistics.median(result.samples[key]))
        answers = right[result.engine]
        result.exact += f"{sum(answers)}/{len(answers)} "


def _batches(
    children: Sequence[Child], results: Sequence[Measured], asked: Sequence[Query]
) -> None:
    """Measure many queries at once; engines without a batch search run a sample."""
    whole = {"ours", "bm25s numba", "sparse_dot_topn"}
    for child, result in zip(children, results, strict=True):
        if child.name == "SQLite FTS5":
            continue
        for filtered in (False, True):
            is_whole = child.name in whole if not filtered else child.name == "ours"
            some = asked if is_whole else asked[:BATCH_SAMPLE]
            spent = child.ask("batch", some, filtered) / len(some) * 1e6
            setattr(result, "batch_filtered_us" if filtered else "batch_us", spent)


def _additions(
    children: Sequence[Child], results: Sequence[Measured], collection: Collection
) -> None:
    """Measure the addition of one posting until a search for its words finds it."""
    for child, result in zip(children, results, strict=True):
        spent, is_found = child.ask("add", collection.n_documents // 2)
        if not is_found:
            raise RuntimeError(f"{child.name} does not find what was added")
        result.added_ms = spent * 1000


def table(results: Sequence[Measured]) -> str:
    """Return the results of one size as lines, with ratios to the fastest peer."""
    columns = ("plain_ms", "filtered_ms", "batch_us", "batch_filtered_us", "added_ms")
    heads = "engine | plain ms | filtered ms | batch us | batch filtered us | added ms | build s"
    lines = [f"| {heads} | peak MB | at rest MB | right plain, filtered |", "|---" * 10 + "|"]
    for one in results:
        figures = " | ".join(_figure(getattr(one, column)) for column in columns)
        lines.append(
            f"| {one.engine} | {figures} | {one.build_seconds:.1f} | {one.peak_mb:,.0f} |"
            f" {one.rest_mb:,.0f} | {one.exact.strip()} |"
        )
    ratios = " | ".join(_ratio(results, column) for column in columns)
    lines.append(f"| fastest peer / ours | {ratios} | | | | |")
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}" if value < 10 else f"{value:,.0f}"


def _ratio(results: Sequence[Measured], column: str) -> str:
    ours = next((getattr(one, column) for one in results if one.engine == "ours"), None)
    peers = [getattr(one, column) for one in results if one.engine != "ours"]
    peers = [value for value in peers if value]
    return f"**{min(peers) / ours:.2f}**" if ours and peers else ""


def run(sizes: Sequence[int], names: Sequence[str], out: Path | None) -> None:
    """Measure every size, print its table and write the figures as JSON."""
    kept = []
    for count in sizes:
        results = measure(count, names)
        print(table(results), flush=True)
        kept += [asdict(one) for one in results]
    if out:
        out.write_text(json.dumps(kept, indent=1), encoding="utf-8")
        print(f"figures in {out}", flush=True)


def available() -> list[str]:
    """Return the engines whose packages are installed; print how to install the others."""
    needs = {"bm25s numba": "bm25s", "tantivy": "tantivy", "sparse_dot_topn": "sparse_dot_topn"}
    missing = [name for name, package in needs.items() if find_spec(package) is None]
    if missing:
        print(f"without {', '.join(missing)}: pip install -r requirements-bench.txt")
    return [name for name in ENGINES if name not in missing]


def one_core() -> None:
    """Limit this process and its children to one thread per library."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
        os.environ.setdefault(name, "1")
