"""The index of open posts that all requests of a process share, renewed when posts change."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core import clock
from core.errors import NotFoundError
from jobs.vacancies.queries import open_stamp, vacancies_for_matching
from lexicon.tables import load_lexicon
from matching.engine.candidates import Candidate, CandidateRanker
from matching.engine.index import JobIndex
from matching.engine.language import Language
from matching.engine.nearmiss import NearMiss, near_candidates, near_misses
from matching.engine.ranking import Filters, RankedJob, Ranker, best_rows
from matching.engine.records import JobDoc, VeteranDoc
from matching.engine.verdicts import Verdict, verdicts
from matching.queries import job_doc
from people.stations.atlas import place_words

FITTING_STEP = 3  # from here on a post counts as one that fits


@dataclass(frozen=True)
class RankedPage:
    """One page of a list: its posts, its number, all posts in the list, those that fit."""

    jobs: tuple[RankedJob, ...]
    number: int
    total: int
    fitting: int


@dataclass(frozen=True)
class Explanation:
    """How one post is scored, and what its hard conditions say."""

    ranked: RankedJob
    verdicts: tuple[Verdict, ...]


@lru_cache(maxsize=1)
def language() -> Language:
    """Return the lexicon and word cutter of this process, made on first use."""
    return Language(load_lexicon(), places=place_words())


class Board:
    """Open posts as they stand at one moment; immutable, so threads share it freely."""

    def __init__(self, jobs: Sequence[JobDoc], stamp: object) -> None:
        self.stamp = stamp
        self.index = JobIndex(language=language()).fit(jobs)

    def rank(
        self, veteran: VeteranDoc, *, k: int, filters: Filters | None = None
    ) -> list[RankedJob]:
        """Return the k best posts for a veteran; an empty board gives an empty list."""
        if not len(self.index):
            return []
        return Ranker(self.index).rank(veteran, k=k, filters=filters)

    def page(
        self, veteran: VeteranDoc, *, filters: Filters, number: int, per_page: int
    ) -> RankedPage:
        """Return one page of a veteran's list; only its own posts are described."""
        if not len(self.index):
            return RankedPage((), 1, 0, 0)
        ranker = Ranker(self.index)
        scores = ranker.score(veteran)
        kept = np.flatnonzero(scores.eligibility.eligible & filters.keeps(self.index.columns_))
        last = max(1, -(-len(kept) // per_page))
        number = min(number, last)
        rows = best_rows(scores, kept, number * per_page)[(number - 1) * per_page :]
        fitting = int((scores.steps[kept] >= FITTING_STEP).sum())
        return RankedPage(tuple(ranker.describe(scores, rows)), number, len(kept), fitting)

    def explain(self, veteran: VeteranDoc, vacancy_id: int) -> Explanation:
        """Return how one open post is scored for a veteran, whether he is entitled to it or not.

        Raises NotFoundError where the post is not open.
        """
        if vacancy_id not in self.index.row_:
            raise NotFoundError
        ranker = Ranker(self.index)
        scores = ranker.score(veteran)
        row = self.index.row_[vacancy_id]
        ranked = ranker.describe(scores, np.array([row], dtype=np.intp))[0]
        found = verdicts(
            scores.profile,
            self.index.jobs_[row],
            self.index.language,
            eligibility=scores.eligibility,
            row=row,
        )
        return Explanation(ranked, found)

    def near_misses(self, veteran: VeteranDoc, *, least_step: int) -> tuple[NearMiss, ...]:
        """Return what one condition alone keeps from a veteran."""
        if not len(self.index):
            return ()
        return near_misses(veteran, self.index, least_step=least_step)

    def candidates(
        self, vacancy_id: int, veterans: Sequence[VeteranDoc], *, k: int
    ) -> list[Candidate]:
        """Return the k best veterans for an open post."""
        return CandidateRanker(self.index).rank(vacancy_id, veterans, k=k)

    def near_candidates(
        self, vacancy_id: int, veterans: Sequence[VeteranDoc]
    ) -> tuple[NearMiss, ...]:
        """Return which single condition of a post keeps how many veterans out."""
        return near_candidates(vacancy_id, veterans, self.index)


class BoardKeeper:
    """Keeps the newest board; one thread renews it while the others wait their turn."""

    def __init__(self) -> None:
        self._board: Board | None = None
        self._lock = threading.Lock()

    def current(self) -> Board:
        """Return the board of the posts open now."""
        day = clock.today()
        stamp = (day, open_stamp())
        board = self._board
        if board is not None and board.stamp == stamp:
            return board
        with self._lock:
            if self._board is None or self._board.stamp != stamp:
                jobs = [job_doc(row) for row in vacancies_for_matching(None)]
                self._board = Board(jobs, stamp)
            return self._board


keeper = BoardKeeper()


def current_board() -> Board:
    """Return the board of the posts open now."""
    return keeper.current()
