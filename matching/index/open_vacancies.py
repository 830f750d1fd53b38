"""The index of open vacancies shared by all requests of a process, renewed when they change."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core import clock
from core.errors import NotFoundError
from jobs.vacancies.queries import open_stamp, vacancies_for_matching
from matching.engine.bm25 import Ints
from matching.engine.eligibility import ConditionResult
from matching.engine.index import VacancyIndex
from matching.engine.language import Language
from matching.engine.nearmiss import NearMiss, near_misses_of
from matching.engine.profile import read_profile
from matching.engine.ranking import Filters, RankedVacancy, Ranker
from matching.engine.records import VacancyDoc, VeteranDoc
from matching.engine.scoring import Scores
from matching.engine.verdicts import Verdict, check
from matching.engine.wishes import UnmetWish, unmet_wishes
from matching.index import fit_level, snapshots
from matching.index.cache import StampedCache
from matching.index.records import vacancy_doc
from matching.versions import queries as versions
from matching.versions.language import Labels, language, language_with


@dataclass(frozen=True)
class RankedPage:
    """One page of a list.

    `number` counts from 1; `total` is the number of vacancies in the whole list, `fitting` how
    many of them have a level of at least ``fit_level.FITTING``, `unclear` at how many a hard
    condition is unknown.
    """

    vacancies: tuple[RankedVacancy, ...]
    number: int
    total: int
    fitting: int
    unclear: int = 0


@dataclass(frozen=True)
class Explanation:
    """How one vacancy is scored, and the results of its hard conditions."""

    ranked: RankedVacancy
    verdicts: tuple[Verdict, ...]


class OpenVacancies:
    """The vacancies open at one moment; immutable, so threads share it."""

    def __init__(self, index: VacancyIndex, stamp: Hashable) -> None:
        self.stamp = stamp
        self.index = index

    def __len__(self) -> int:
        """Return how many vacancies are open."""
        return len(self.index)

    def for_veteran(self, veteran: VeteranDoc) -> "ScoredVacancies":
        """Return the open vacancies as scored for one veteran, for everything a request needs."""
        return ScoredVacancies(self.index, veteran)

    def rank(self, veteran: VeteranDoc, *, k: int) -> list[RankedVacancy]:
        """Return the first k vacancies of a veteran's list, empty where none is open."""
        scored = self.for_veteran(veteran)
        return list(scored.page(filters=Filters(), number=1, per_page=k).vacancies)


class ScoredVacancies:
    """Open vacancies as one veteran sees them. They are scored once, on first use."""

    def __init__(self, index: VacancyIndex, veteran: VeteranDoc) -> None:
        self._index = index
        self._ranker = Ranker(index)
        self._veteran = veteran

    @cached_property
    def _scores(self) -> Scores:
        return self._ranker.score(self._veteran)

    @property
    def _is_empty(self) -> bool:
        return not len(self._index)  # an index without documents has no weights to score by

    def page(self, *, filters: Filters, number: int, per_page: int) -> RankedPage:
        """Return one page of the vacancies the veteran is entitled to.

        They are in the order of ``fit_level.listed_rows``; a number past the end gives the last
        page.
        """
        if self._is_empty:
            return RankedPage((), 1, 0, 0)
        kept = self._scores.listed & filters.keeps(self._index.columns_)
        return self._page(np.flatnonzero(kept), number, per_page)

    def page_of(self, ids: Sequence[int], *, number: int, per_page: int) -> RankedPage:
        """Return one page of certain open vacancies in the same order, entitled to or not."""
        if self._is_empty:
            return RankedPage((), 1, 0, 0)
        rows = np.array(sorted(self._index.row_[one] for one in ids), dtype=np.intp)
        return self._page(rows, number, per_page)

    def _page(self, kept: Ints, number: int, per_page: int) -> RankedPage:
        scores = self._scores
        number = min(number, max(1, -(-len(kept) // per_page)))
        rows = fit_level.listed_rows(scores, kept, number * per_page)[(number - 1) * per_page :]
        fitting = int((scores.levels[kept] >= fit_level.FITTING).sum())
        unknown = scores.eligibility.results[:, kept] == ConditionResult.UNKNOWN
        described = tuple(self._ranker.describe(scores, rows))
        return RankedPage(described, number, len(kept), fitting, int(unknown.any(axis=0).sum()))

    def best_of(self, groups: Sequence[Sequence[int]]) -> list[RankedVacancy | None]:
        """Return the best vacancy of each group that the veteran is entitled to, or None.

        Groups hold vacancy ids; those not open are ignored.
        """
        if self._is_empty:
            return [None] * len(groups)
        eligible, totals = self._scores.eligibility.eligible, self._scores.totals
        best: list[int | None] = []
        for ids in groups:
            rows = [row for one in ids if (row := self._index.row_.get(one)) is not None]
            fitting = [row for row in rows if eligible[row]]
            best.append(max(fitting, key=lambda row: (totals[row], -row), default=None))
        chosen = sorted({row for row in best if row is not None})
        described = self._described(chosen) if chosen else []
        by_row = dict(zip(chosen, described, strict=True))
        return [None if row is None else by_row[row] for row in best]

    def counts(self, choices: Sequence[Filters]) -> list[int]:
        """Return how many vacancies the veteran is entitled to under each choice of filters."""
        if self._is_empty:
            return [0] * len(choices)
        listed, columns = self._scores.listed, self._index.columns_
        return [int((listed & filters.keeps(columns)).sum()) for filters in choices]

    def explain(self, vacancy_id: int) -> Explanation:
        """Return how one open vacancy is scored, whether the veteran is entitled to it or not.

        Raises NotFoundError where the vacancy is not open.
        """
        if vacancy_id not in self._index.row_:
            raise NotFoundError
        row = self._index.row_[vacancy_id]
        return Explanation(self._described([row])[0], self.verdicts(vacancy_id))

    def verdicts(self, vacancy_id: int) -> tuple[Verdict, ...]:
        """Return the results of the hard conditions of one vacancy, none where it is not open."""
        row = self._index.row_.get(vacancy_id)
        if row is None:
            return ()
        profile = read_profile(self._veteran, self._index.language)
        return check(profile, self._index.vacancies_[row], self._index.language)

    def near_misses(self, *, least_level: int) -> tuple[NearMiss, ...]:
        """Return the vacancies missed by exactly one hard condition, by condition."""
        if self._is_empty:
            return ()
        return near_misses_of(self._scores, self._index, least_level=least_level)

    def unmet_wishes(self) -> list[UnmetWish]:
        """Return the wishes that no vacancy of the list meets."""
        if self._is_empty:
            return []
        return unmet_wishes(self._scores, self._index.columns_, self._index.language)

    def _described(self, rows: Sequence[int]) -> list[RankedVacancy]:
        return self._ranker.describe(self._scores, np.array(rows, dtype=np.intp))


def index_of(vacancies: Sequence[VacancyDoc], read_with: Language | None = None) -> VacancyIndex:
    """Return vacancies indexed in this process."""
    return VacancyIndex(language=read_with or language()).fit(vacancies)


def vacancies_with(points: Mapping[str, float], labels: Labels) -> OpenVacancies:
    """Return the vacancies open now, scored by other weights and other labels."""
    index = current_vacancies().index.recast(language=language_with(labels), points=points)
    return OpenVacancies(index, ("replay", labels))


def _make_vacancies(stamp: Hashable, _before: OpenVacancies | None) -> OpenVacancies:
    model = versions.current()
    kept = snapshots.newest(language())
    if kept is not None:  # its titles count until it is rebuilt
        index = snapshots.brought_up(kept, versions.language_of(kept.titles_id))
    else:
        docs = [vacancy_doc(row) for row in vacancies_for_matching(None)]
        index = index_of(docs, versions.language_of(model.titles_id))
    return OpenVacancies(index.with_points(model.points), stamp)


def _stamp() -> Hashable:
    return clock.today(), open_stamp(), snapshots.name_in_use(), versions.current()


cache: StampedCache[OpenVacancies] = StampedCache(_stamp, _make_vacancies)


def warm() -> None:
    """Load the lexicon, the segmenter and the index of open vacancies, and make one list."""
    language().analyzer.words("货车驾驶员")
    current_vacancies().rank(VeteranDoc(id=0, skills_text="货车驾驶员"), k=1)


def current_vacancies() -> OpenVacancies:
    """Return the vacancies open now."""
    return cache.current()
