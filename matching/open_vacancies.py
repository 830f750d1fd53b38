"""The index of open posts that all requests of a process share, renewed when posts change."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core import clock
from core.errors import NotFoundError
from jobs.vacancies.queries import open_stamp, vacancies_for_matching
from matching import active_model, fit_level, snapshots
from matching.cache import StampedCache
from matching.engine.bm25 import Ints
from matching.engine.index import VacancyIndex
from matching.engine.language import Language
from matching.engine.nearmiss import NearMiss, near_misses
from matching.engine.ranking import Filters, RankedVacancy, Ranker
from matching.engine.records import VacancyDoc, VeteranDoc
from matching.engine.scoring import Scores
from matching.engine.verdicts import Verdict, verdicts
from matching.queries import vacancy_doc

Choose = Callable[[Scores], Ints]


@dataclass(frozen=True)
class RankedPage:
    """One page of a list: its posts, its number, all posts in the list, those that fit."""

    vacancies: tuple[RankedVacancy, ...]
    number: int
    total: int
    fitting: int


@dataclass(frozen=True)
class Explanation:
    """How one post is scored, and what its hard conditions say."""

    ranked: RankedVacancy
    verdicts: tuple[Verdict, ...]


class OpenVacancies:
    """Open posts as they stand at one moment; immutable, so threads share it freely."""

    def __init__(self, index: VacancyIndex, stamp: Hashable) -> None:
        self.stamp = stamp
        self.index = index

    def __len__(self) -> int:
        """How many posts are open."""
        return len(self.index)

    def rank(self, veteran: VeteranDoc, *, k: int) -> list[RankedVacancy]:
        """Return the first k posts of a veteran's list; an empty board gives an empty list."""
        return list(self.page(veteran, filters=Filters(), number=1, per_page=k).vacancies)

    def page(
        self, veteran: VeteranDoc, *, filters: Filters, number: int, per_page: int
    ) -> RankedPage:
        """Return one page of the posts a veteran is entitled to, in the order of `listed_rows`."""

        def entitled(scores: Scores) -> Ints:
            kept = scores.eligibility.eligible & filters.keeps(self.index.columns_)
            return np.flatnonzero(kept)

        return self._page(veteran, entitled, number, per_page)

    def page_of(
        self, veteran: VeteranDoc, ids: Sequence[int], *, number: int, per_page: int
    ) -> RankedPage:
        """Return one page of certain open posts in the same order, entitled to or not."""
        rows = np.array(sorted(self.index.row_[one] for one in ids), dtype=np.intp)
        return self._page(veteran, lambda _scores: rows, number, per_page)

    def _page(self, veteran: VeteranDoc, choose: Choose, number: int, per_page: int) -> RankedPage:
        """Order the chosen rows and describe those of one page; a number too high is the last."""
        if not len(self):
            return RankedPage((), 1, 0, 0)
        ranker = Ranker(self.index)
        scores = ranker.score(veteran)
        kept = choose(scores)
        number = min(number, max(1, -(-len(kept) // per_page)))
        rows = fit_level.listed_rows(scores, kept, number * per_page)[(number - 1) * per_page :]
        fitting = int((scores.levels[kept] >= fit_level.FITTING).sum())
        return RankedPage(tuple(ranker.describe(scores, rows)), number, len(kept), fitting)

    def best_of(
        self, veteran: VeteranDoc, groups: Sequence[Sequence[int]]
    ) -> list[RankedVacancy | None]:
        """Return the best open post of each group that a veteran is entitled to, or None."""
        if not len(self):
            return [None] * len(groups)
        ranker = Ranker(self.index)
        scores = ranker.score(veteran)
        eligible, totals = scores.eligibility.eligible, scores.totals
        best: list[int | None] = []
        for ids in groups:
            rows = [row for one in ids if (row := self.index.row_.get(one)) is not None]
            fitting = [row for row in rows if eligible[row]]
            best.append(max(fitting, key=lambda row: (totals[row], -row), default=None))
        chosen = sorted({row for row in best if row is not None})
        described = ranker.describe(scores, np.array(chosen, dtype=np.intp)) if chosen else []
        by_row = dict(zip(chosen, described, strict=True))
        return [None if row is None else by_row[row] for row in best]

    def counts(self, veteran: VeteranDoc, choices: Sequence[Filters]) -> list[int]:
        """Return how many posts a veteran is entitled to under each choice of filters."""
        if not len(self):
            return [0] * len(choices)
        eligible = Ranker(self.index).score(veteran).eligibility.eligible
        columns = self.index.columns_
        return [int((eligible & filters.keeps(columns)).sum()) for filters in choices]

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
            self.index.vacancies_[row],
            self.index.language,
            eligibility=scores.eligibility,
            row=row,
        )
        return Explanation(ranked, found)

    def near_misses(self, veteran: VeteranDoc, *, least_level: int) -> tuple[NearMiss, ...]:
        """Return what one condition alone keeps from a veteran."""
        return near_misses(veteran, self.index, least_level=least_level) if len(self) else ()


def index_of(vacancies: Sequence[VacancyDoc], language: Language | None = None) -> VacancyIndex:
    """Return posts indexed in this process."""
    return VacancyIndex(language=language or active_model.language()).fit(vacancies)


def vacancies_with(points: Mapping[str, float], labels: active_model.Labels) -> OpenVacancies:
    """Return the board of now as other weights and other labels would make it."""
    language = active_model.language_with(labels)
    index = current_vacancies().index.recast(language=language, points=points)
    return OpenVacancies(index, ("replay", labels))


def _make_vacancies(stamp: Hashable, _before: OpenVacancies | None) -> OpenVacancies:
    model = active_model.current()
    kept = snapshots.newest(active_model.language())
    if kept is not None:  # its titles count until it is made anew
        language = active_model.language_of(kept.titles_id)
        index = snapshots.brought_up(kept, language)
    else:
        docs = [vacancy_doc(row) for row in vacancies_for_matching(None)]
        index = index_of(docs, active_model.language_of(model.titles_id))
    return OpenVacancies(index.with_points(model.points), stamp)


def _stamp() -> Hashable:
    return clock.today(), open_stamp(), snapshots.name_in_use(), active_model.current()


cache: StampedCache[OpenVacancies] = StampedCache(_stamp, _make_vacancies)


def current_vacancies() -> OpenVacancies:
    """Return the board of the posts open now."""
    return cache.current()
