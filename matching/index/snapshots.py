"""The index of open vacancies on disk: made by one process, mapped by all, updated on loading.

Each index has a folder; `CURRENT` names the one in use and is replaced atomically, so a process
that dies while writing leaves the old one in use. Below `WORTH_KEEPING` vacancies there is none:
each process indexes them in about a second, with weights of the vacancies open now.
"""

import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.db import db
from core.instance import instance_folder
from core.logs import log
from jobs.vacancies.queries import OpenVacancyTable, open_vacancy_table, vacancies_for_matching
from matching.engine import snapshot
from matching.engine.index import VacancyIndex
from matching.engine.language import Language
from matching.engine.records import VacancyDoc
from matching.index.records import vacancy_doc

WORTH_KEEPING = 5_000  # open vacancies; fewer are indexed in about a second
MOST_CHANGED = 0.05  # share of the vacancies; beyond it the weights of terms are renewed
CHUNK = 500  # vacancies read from the database at once
CURRENT = "CURRENT"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Kept:
    """An index on disk and the versions of the vacancies it was made from."""

    index: VacancyIndex
    vacancies: OpenVacancyTable
    titles_id: int  # the version of confirmed titles it was made with

    def changes(self, now: OpenVacancyTable) -> tuple[list[int], list[int]]:
        """Return the ids of vacancies added or changed since, and of those no longer open."""
        _, here, there = np.intersect1d(self.vacancies.ids, now.ids, return_indices=True)
        same = (self.vacancies.versions[here] == now.versions[there]).all(axis=1)
        same &= (self.vacancies.times[here] == now.times[there]).all(axis=1)
        changed = np.setdiff1d(now.ids, now.ids[there[same]])
        removed = np.setdiff1d(self.vacancies.ids, now.ids)
        return changed.tolist(), removed.tolist()


def folder() -> Path:
    """Return the folder of the indexes."""
    return instance_folder("index")


def newest(language: Language) -> Kept | None:
    """Return the index in use, None where there is none for this lexicon and format."""
    name = name_in_use()
    return _loaded(folder() / name, language) if name else None


def name_in_use() -> str:
    """Return the name of the index in use, empty where there is none."""
    try:
        return (folder() / CURRENT).read_text(encoding="ascii").strip()
    except OSError:
        return ""


@lru_cache(maxsize=1)
def _loaded(path: Path, language: Language) -> Kept | None:
    try:
        index, keys = snapshot.load(path, language)
        vacancies = OpenVacancyTable(index.columns_.vacancy_id, keys["versions"], keys["times"])
        titles_id = int(keys["titles_id"].flat[0])
    except (snapshot.SnapshotError, KeyError) as error:
        log.warning("index on disk is not used", index=path.name, error=str(error))
        return None
    return Kept(index, vacancies, titles_id)


def brought_up(kept: Kept, language: Language) -> VacancyIndex:
    """Return a kept index with later changes, read with the titles it was made with."""
    changed, removed = kept.changes(open_vacancy_table())
    news = [vacancy_doc(row) for row in vacancies_for_matching(changed)]
    return kept.index.with_language(language).with_appended(news, removed=removed)


def is_due(language: Language, titles_id: int) -> bool:
    """Return whether the index on disk is missing, has other titles, or differs too much."""
    now = open_vacancy_table()
    if len(now.ids) < WORTH_KEEPING:
        return False
    kept = newest(language)
    if kept is None or kept.titles_id != titles_id:
        return True
    changed, removed = kept.changes(now)
    return len(changed) + len(removed) > MOST_CHANGED * len(now.ids)


def make(language: Language, titles_id: int, *, progress: Progress | None = None) -> int:
    """Index all open vacancies, put the index in use, and return how many there are.

    `language` contains the titles of the version `titles_id`, 0 for none.
    """
    vacancies = open_vacancy_table()
    docs = list(_docs(vacancies, progress))
    is_there = np.isin(vacancies.ids, [doc.id for doc in docs])  # one may have closed meanwhile
    statuses = {
        "versions": vacancies.versions[is_there],
        "times": vacancies.times[is_there],
        "titles_id": np.array([titles_id]),
    }
    keep(VacancyIndex(language=language).fit(docs), statuses)
    return len(docs)


def keep(index: VacancyIndex, statuses: Mapping[str, NDArray[np.int64]]) -> None:
    """Write an index into a folder of its own, then put it in use."""
    name = secrets.token_hex(8)
    try:
        snapshot.save(index, folder() / name, keys=statuses)
        use(name)
    except OSError:  # a full disk: the old index stays in use, half a new one would fill it more
        shutil.rmtree(folder() / name, ignore_errors=True)
        raise


def _docs(vacancies: OpenVacancyTable, progress: Progress | None) -> Iterator[VacancyDoc]:
    total = len(vacancies.ids)
    for start in range(0, total, CHUNK):
        ids = vacancies.ids[start : start + CHUNK].tolist()
        yield from [vacancy_doc(row) for row in vacancies_for_matching(ids)]
        db.session.expunge_all()  # rows of a hundred thousand vacancies would fill the memory
        if progress is not None:
            progress(min(start + CHUNK, total), total)


def use(name: str) -> None:
    """Put an index in use and delete all but it and the previous one."""
    last = name_in_use()
    draft = folder() / f"{CURRENT}.{name}"
    draft.write_text(name, encoding="ascii")
    draft.replace(folder() / CURRENT)
    for path in folder().iterdir():
        if path.is_dir() and path.name not in (name, last):
            shutil.rmtree(path, ignore_errors=True)  # a process that has mapped it keeps its data
