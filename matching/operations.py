"""The nightly run: every veteran who looks for work against every open post, kept with reasons."""

import tempfile
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import joblib
from joblib import Parallel, delayed, parallel_config
from sqlalchemy import delete, select

from core import audit, clock
from core.db import db, transaction
from jobs.vacancies.models import Vacancy
from matching import fit
from matching.board import Board, current_board
from matching.engine.ranking import RankedJob
from matching.engine.reasons import Reason
from matching.engine.records import VeteranDoc
from matching.models import MatchResult, MatchRun
from matching.queries import candidate_docs, unfinished_run
from matching.snapshots import Progress
from people.veterans.models import Veteran

IDS = 1000  # ids in one IN list
CHUNK = 200  # veterans to one transaction: a stopped run loses at most these


class Found(NamedTuple):
    """What is kept of one post in somebody's list; `level` as shown, reasons in sentences."""

    vacancy_id: int
    score: float
    level: int
    reasons: dict[str, list[dict[str, object]]]


def run_batch(
    *,
    depth: int = 20,
    workers: int = 1,
    cluster: str = "",
    progress: Progress | None = None,
) -> MatchRun:
    """Rank the open posts for all who look for work and keep the best `depth` of each.

    On one core, on `workers` cores, or on the Dask cluster whose scheduler is at `cluster`:
    the lists are the same. Rows are read and kept by this process alone.

    A run that was stopped goes on where it stood; a finished one replaces the runs before it.
    Chunks are committed one by one, so the single writer of SQLite is never held for long.
    """
    board, docs = current_board(), candidate_docs()
    run_id = _open_run(depth, posts=len(board), veterans=len(docs))
    start = db.session.get_one(MatchRun, run_id).last_veteran_id
    todo = sorted((doc for doc in docs if doc.id > start), key=lambda doc: doc.id)
    done = len(docs) - len(todo)
    for chunk, lists in ranked_lists(board, todo, depth=depth, workers=workers, cluster=cluster):
        _keep(run_id, chunk, lists)
        done += len(chunk)
        if progress is not None:
            progress(done, len(docs))
    _close_run(run_id)
    return db.session.get_one(MatchRun, run_id)


def _open_run(depth: int, *, posts: int, veterans: int) -> int:
    """Return the run to fill: today's stopped one of the same depth, else a new one."""
    with transaction():
        run = unfinished_run(clock.today())
        if run is None or run.depth != depth:
            run = MatchRun(day=clock.today(), depth=depth, started_at=clock.now())
            db.session.add(run)
        run.posts, run.veterans = posts, veterans
        db.session.flush()
        after = run.last_veteran_id
        audit.record("matching.run_start", "match_run", run.id, depth=depth, after=after)
        return run.id


def ranked_lists(
    board: Board, docs: Sequence[VeteranDoc], *, depth: int, workers: int, cluster: str
) -> Iterator[tuple[Sequence[VeteranDoc], Sequence[Sequence[Found]]]]:
    """Yield chunks with what was found for each, in order: on one core, several, or a cluster."""
    chunks = [docs[start : start + CHUNK] for start in range(0, len(docs), CHUNK)]
    if cluster:
        # joblib finds Dask's client by itself and sends the board to each worker once.
        with parallel_config(backend="dask", scheduler_host=cluster, scatter=[board]):
            pool = Parallel(return_as="generator")
            lists = pool(delayed(_rank_chunk)(board, chunk, depth) for chunk in chunks)
            yield from zip(chunks, lists, strict=True)
    elif workers == 1:
        yield from ((chunk, _rank_chunk(board, chunk, depth)) for chunk in chunks)
    else:
        with tempfile.TemporaryDirectory(prefix="rongye-") as folder:
            shared = Path(folder, "board")
            joblib.dump(board, shared)  # a worker reads it once and maps its arrays
            pool = Parallel(n_jobs=workers, return_as="generator")
            lists = pool(delayed(_rank_shared)(shared, chunk, depth) for chunk in chunks)
            yield from zip(chunks, lists, strict=True)


def _rank_shared(path: Path, docs: Sequence[VeteranDoc], depth: int) -> list[list[Found]]:
    return _rank_chunk(_shared_board(path), docs, depth)


@lru_cache(maxsize=1)
def _shared_board(path: Path) -> Board:
    board = joblib.load(path, mmap_mode="r")
    assert isinstance(board, Board)
    return board


def _rank_chunk(board: Board, docs: Sequence[VeteranDoc], depth: int) -> list[list[Found]]:
    """Rank for some people; only what is kept goes back, for reasons in full weigh much."""
    return [[_found(one) for one in board.rank(doc, k=depth)] for doc in docs]


def _found(ranked: RankedJob) -> Found:
    return Found(
        ranked.job_id,
        round(ranked.score, 6),
        fit.level_of(ranked.step, ranked.confidence),
        {
            "for": [_told(reason) for reason in ranked.reasons_for],
            "against": [_told(reason) for reason in ranked.reasons_against],
        },
    )


def _told(reason: Reason) -> dict[str, object]:
    return {
        "dimension": reason.dimension,
        "text": reason.text,
        "points": round(reason.contribution, 6),
    }


def _keep(run_id: int, docs: Sequence[VeteranDoc], lists: Sequence[Sequence[Found]]) -> None:
    """Store one chunk and move the run's mark, in one transaction.

    Who was deleted while the chunk was ranked, and posts that were, are left out.
    """
    with transaction() as session:
        people = _still_there(Veteran, {doc.id for doc in docs})
        posts = _still_there(Vacancy, {one.vacancy_id for found in lists for one in found})
        for doc, found in zip(docs, lists, strict=True):
            kept = (one for one in found if doc.id in people and one.vacancy_id in posts)
            session.add_all(
                MatchResult(
                    run_id=run_id,
                    veteran_id=doc.id,
                    vacancy_id=one.vacancy_id,
                    position=position,
                    score=one.score,
                    step=one.level,
                    reasons=one.reasons,
                )
                for position, one in enumerate(kept, start=1)
            )
        session.get_one(MatchRun, run_id).last_veteran_id = docs[-1].id
        audit.record("matching.run_chunk", "match_run", run_id, veterans=len(docs))


def _still_there(table: type[Veteran] | type[Vacancy], ids: set[int]) -> set[int]:
    wanted = sorted(ids)
    parts = (wanted[start : start + IDS] for start in range(0, len(wanted), IDS))
    found = (db.session.scalars(select(table.id).where(table.id.in_(part))) for part in parts)
    return {one for part in found for one in part}


def _close_run(run_id: int) -> None:
    """Mark the run finished and drop the results of those before it."""
    with transaction() as session:
        session.get_one(MatchRun, run_id).finished_at = clock.now()
        older = select(MatchRun.id).where(MatchRun.id != run_id)
        session.execute(delete(MatchResult).where(MatchResult.run_id.in_(older)))
        audit.record("matching.run_finish", "match_run", run_id)
