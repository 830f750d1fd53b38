"""Lists of all job seekers at once: on one core, on several, or on a Dask cluster."""

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import joblib
from joblib import Parallel, delayed, parallel_config

from core import audit
from core.db import transaction
from matching.engine.ranking import RankedVacancy
from matching.engine.reasons import Reason
from matching.engine.records import VeteranDoc
from matching.index import fit_level
from matching.index.open_vacancies import OpenVacancies, current_vacancies
from matching.index.queries import candidate_docs
from matching.index.snapshots import Progress

CHUNK = 200  # veterans per task


class Found(NamedTuple):
    """One vacancy in one veteran's list; `level` is the level shown, reasons are sentences."""

    vacancy_id: int
    score: float
    level: int
    reasons: dict[str, list[dict[str, object]]]


class Written(NamedTuple):
    """How many veterans' lists were written, over how many open vacancies."""

    veterans: int
    vacancies: int


def write_lists(
    path: Path,
    *,
    depth: int = 20,
    workers: int = 1,
    cluster: str = "",
    progress: Progress | None = None,
) -> Written:
    """Write the best `depth` vacancies of every job seeker to a file of JSON lines.

    On one core, on `workers` cores, or on the Dask cluster whose scheduler is at `cluster`:
    the lists are the same. The file contains personal data, so only its owner may read
    it; it gets its name once it is complete. Writing it is an audited action.
    """
    open_vacancies, docs = current_vacancies(), sorted(candidate_docs(), key=lambda doc: doc.id)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            done = 0
            for chunk, lists in ranked_lists(
                open_vacancies, docs, depth=depth, workers=workers, cluster=cluster
            ):
                out.writelines(_lines(chunk, lists))
                done += len(chunk)
                if progress is not None:
                    progress(done, len(docs))
        with transaction():
            audit.record("matching.lists", "veteran", veterans=len(docs), depth=depth)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Written(len(docs), len(open_vacancies))


def _lines(docs: Sequence[VeteranDoc], lists: Sequence[Sequence[Found]]) -> Iterator[str]:
    for doc, found in zip(docs, lists, strict=True):
        for position, one in enumerate(found, start=1):
            line = {
                "veteran": doc.id,
                "position": position,
                "vacancy": one.vacancy_id,
                "score": one.score,
                "level": one.level,
                **one.reasons,
            }
            yield json.dumps(line, ensure_ascii=False) + "\n"


def ranked_lists(
    open_vacancies: OpenVacancies,
    docs: Sequence[VeteranDoc],
    *,
    depth: int,
    workers: int,
    cluster: str,
) -> Iterator[tuple[Sequence[VeteranDoc], Sequence[Sequence[Found]]]]:
    """Yield chunks of veterans with their lists, in order."""
    chunks = [docs[start : start + CHUNK] for start in range(0, len(docs), CHUNK)]
    if cluster:
        # joblib makes Dask's client and sends the index to each worker once, but never closes it.
        setting = parallel_config(backend="dask", scheduler_host=cluster, scatter=[open_vacancies])
        with setting as config, closing(config["backend"].client):
            pool = Parallel(return_as="generator")
            lists = pool(delayed(_rank_chunk)(open_vacancies, chunk, depth) for chunk in chunks)
            yield from zip(chunks, lists, strict=True)
    elif workers == 1:
        yield from ((chunk, _rank_chunk(open_vacancies, chunk, depth)) for chunk in chunks)
    else:
        with tempfile.TemporaryDirectory(prefix="rongye-") as folder:
            shared = Path(folder, "index")
            joblib.dump(open_vacancies, shared)  # a worker reads it once and maps its arrays
            pool = Parallel(n_jobs=workers, return_as="generator")
            lists = pool(delayed(_rank_shared)(shared, chunk, depth) for chunk in chunks)
            yield from zip(chunks, lists, strict=True)


def _rank_shared(path: Path, docs: Sequence[VeteranDoc], depth: int) -> list[list[Found]]:
    return _rank_chunk(_shared_vacancies(path), docs, depth)


@lru_cache(maxsize=1)
def _shared_vacancies(path: Path) -> OpenVacancies:
    open_vacancies = joblib.load(path, mmap_mode="r")
    assert isinstance(open_vacancies, OpenVacancies)
    return open_vacancies


def _rank_chunk(
    open_vacancies: OpenVacancies, docs: Sequence[VeteranDoc], depth: int
) -> list[list[Found]]:
    """Return the lists of some veterans, reduced to what is written: full reasons are large."""
    return [[_found(one) for one in open_vacancies.rank(doc, k=depth)] for doc in docs]


def _found(ranked: RankedVacancy) -> Found:
    return Found(
        ranked.vacancy_id,
        round(ranked.score, 6),
        fit_level.level_of(ranked.level, ranked.confidence),
        {
            "for": [_stated(reason) for reason in ranked.reasons_for],
            "against": [_stated(reason) for reason in ranked.reasons_against],
        },
    )


def _stated(reason: Reason) -> dict[str, object]:
    return {
        "dimension": reason.dimension,
        "text": reason.text,
        "points": round(reason.contribution, 6),
    }
