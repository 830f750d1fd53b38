"""The ranked list of vacancies for a veteran, with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engine.bm25 import Ints
from matching.engine.columns import VacancyColumns
from matching.engine.explanation import explain, parts, shown_against, shown_for
from matching.engine.index import VacancyIndex
from matching.engine.pair import Pair, TermShare, make_pairs
from matching.engine.profile import Profile, read_profile
from matching.engine.reasons import FAILED, Part, Reason
from matching.engine.records import VeteranDoc
from matching.engine.scoring import Scores, score_vacancies
from matching.engine.weights import WORDS


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters of a veteran's list. Empty or None does not filter."""

    place: str = ""  # division code, any length
    occupation: str = ""  # occupation code, any length
    pay_min: int | None = None  # yuan a month that the top of the pay must reach
    has_lodging: bool | None = None
    no_nights: bool | None = None
    veterans_first: bool | None = None

    def keeps(self, columns: VacancyColumns) -> NDArray[np.bool_]:
        """Return which vacancies pass all filters, of shape (n_vacancies,)."""
        kept = np.ones(columns.n_vacancies, dtype=bool)
        if self.place:
            inside = np.array([code.startswith(self.place) for code in columns.places])
            kept &= inside[columns.place]
        if self.occupation:
            codes = columns.occupations.values
            within = np.array([code.startswith(self.occupation) for code in codes], dtype=float)
            kept &= columns.occupations.best(within) > 0
        if self.pay_min is not None:
            top = np.fmax(columns.pay_min, columns.pay_max)  # NaN only where no pay is stated
            kept &= top >= self.pay_min
        for is_wanted, passes in (
            (self.has_lodging, columns.lodging == 1),
            (self.no_nights, columns.nights == 0),
            (self.veterans_first, columns.veterans_first == 1),
        ):
            if is_wanted:
                kept &= passes
        return kept


@dataclass(frozen=True, slots=True)
class RankedVacancy:
    """A vacancy in a veteran's list.

    `score` is the sum of the contributions of `parts`, and of those of `reasons`. `level` is 1 to
    4, 4 best, and `word` its name. `confidence` in [0, 1] is low where either side states little.
    `terms` lists what each term earned within the skills dimension.
    """

    vacancy_id: int
    score: float
    parts: tuple[Part, ...]
    level: int
    word: str
    confidence: float
    reasons: tuple[Reason, ...]
    terms: tuple[TermShare, ...]

    @property
    def reasons_for(self) -> tuple[Reason, ...]:
        """Return at most three reasons for the vacancy, the most informative first."""
        return shown_for(self.reasons)

    @property
    def failed(self) -> tuple[Reason, ...]:
        """Return a reason for each hard condition that fails."""
        return tuple(reason for reason in self.reasons if reason.dimension == FAILED)

    @property
    def reasons_against(self) -> tuple[Reason, ...]:
        """Return every failed condition, and at most two reasons against the vacancy in all."""
        return shown_against(self.reasons)


class Ranker:
    """Rank the vacancies of an index for veterans.

    Examples
    --------
    >>> index = VacancyIndex(language=Language(load_lexicon())).fit(vacancies)  # doctest: +SKIP
    >>> Ranker(index).rank(veteran, k=20)[0].reasons_for[0].text  # doctest: +SKIP
    '您有 A2 驾照，正是岗位要求'
    """

    def __init__(self, index: VacancyIndex) -> None:
        self.index = index

    def rank(
        self, veteran: VeteranDoc, *, k: int = 20, filters: Filters | None = None
    ) -> list[RankedVacancy]:
        """Return the k best vacancies that fail no hard condition, each posting once.

        Ties are ordered by vacancy id.

        Parameters
        ----------
        veteran : VeteranDoc
            The veteran's record.
        k : int, default=20
            Most vacancies returned, at least 1; fewer where fewer are eligible.
        filters : Filters, optional
            Filters the list; None does not.

        Returns
        -------
        list of RankedVacancy
            Highest score first.

        Raises
        ------
        ValueError
            If k is below 1.
        """
        if k < 1:
            raise ValueError(f"k must be at least 1, got {k!r}")
        scores = self.score(veteran)
        kept = scores.listed
        if filters is not None:
            kept = kept & filters.keeps(self.index.columns_)
        return self.describe(scores, best_rows(scores, np.flatnonzero(kept), k))

    def score(self, veteran: VeteranDoc) -> Scores:
        """Return the veteran's scores at every vacancy; hard conditions do not lower them."""
        return score_vacancies(self.profile(veteran), self.index)

    def profile(self, veteran: VeteranDoc) -> Profile:
        """Return a record as the engine reads it."""
        return read_profile(veteran, self.index.language)

    def describe(self, scores: Scores, rows: Ints) -> list[RankedVacancy]:
        """Return the vacancies of some rows with their parts and reasons."""
        totals, levels, confidence = scores.totals, scores.levels, scores.confidence
        return [
            ranked(pair, float(totals[row]), int(levels[row]), float(confidence[row]))
            for row, pair in zip(rows, make_pairs(scores, self.index, rows), strict=True)
        ]


def best_rows(scores: Scores, rows: Sequence[int] | Ints, k: int) -> Ints:
    """Return the k rows with the highest score, ties by vacancy id.

    Parameters
    ----------
    scores : Scores
        Scores of n_vacancies vacancies.
    rows : sequence of int
        Rows to choose from, each in [0, n_vacancies).
    k : int
        Most rows returned.

    Returns
    -------
    ndarray of shape (min(k, len(rows)),), int
        Highest score first. Only the rows that reach the k-th score are sorted, so the cost is
        O(len(rows) + k log k) unless many tie.
    """
    chosen = np.asarray(rows, dtype=np.intp)
    totals = scores.totals[chosen]
    if len(chosen) > k:  # only rows that reach the k-th score need sorting
        chosen = chosen[totals >= np.partition(totals, len(totals) - k)[len(totals) - k]]
        totals = scores.totals[chosen]
    return chosen[np.lexsort((scores.vacancy_id[chosen], -totals))[:k]]


def ranked(pair: Pair, score: float, level: int, confidence: float) -> RankedVacancy:
    """Return a vacancy with its score, parts and reasons."""
    return RankedVacancy(
        vacancy_id=pair.vacancy.id,
        score=score,
        parts=parts(pair),
        level=level,
        word=WORDS[level],
        confidence=confidence,
        reasons=explain(pair),
        terms=pair.term_shares,
    )
