"""The score of every vacancy for one veteran: shares by dimension, total, level, confidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.engine import dimensions
from matching.engine.bm25 import Floats
from matching.engine.closeness import held_worths
from matching.engine.columns import VacancyColumns
from matching.engine.dimensions import SkillFit, TradeFit
from matching.engine.eligibility import CONDITIONS, ConditionResult, Eligibility, judge
from matching.engine.index import VacancyIndex
from matching.engine.profile import Profile
from matching.engine.weights import (
    LEVEL_2_SHARE,
    LEVEL_2_SKILLS,
    LEVEL_2_TRADE,
    LEVEL_3_CONFIDENCE,
    LEVEL_3_SHARE,
    LEVEL_3_TRADE,
    LEVEL_4_CONFIDENCE,
    LEVEL_4_SHARE,
    LEVEL_4_TRADE,
    NAMES,
)


@dataclass(frozen=True)
class Scores:
    """What one veteran earns at every vacancy.

    Attributes
    ----------
    fractions : ndarray of shape (n_dimensions, n_vacancies)
        Shares of the points earned, rows in the order of ``NAMES``; >= 0, NaN where unknown.
    asked : ndarray of shape (n_dimensions, n_vacancies), bool
        Whether the dimension applies to the vacancy at all (see ``_asked``).
    vacancy_id : ndarray of shape (n_vacancies,), int64
        Ids of the vacancies; vacancies of equal score are ordered by id.
    posting : ndarray of shape (n_vacancies,), int64
        Equal for vacancies that are one posting.
    points : mapping of str to float
        The most points each dimension gives, all >= 0.
    """

    profile: Profile
    fractions: Floats
    asked: NDArray[np.bool_]
    trade: TradeFit
    skills: SkillFit
    eligibility: Eligibility
    vacancy_id: NDArray[np.int64]
    posting: NDArray[np.int64]
    points: Mapping[str, float]

    @cached_property
    def _sums(self) -> "_Sums":
        return _add_up(self.fractions, self.asked, [self.points[name] for name in NAMES])

    @property
    def totals(self) -> Floats:
        """Return the score of each vacancy: its contributions added up, shape (n_vacancies,)."""
        return self._sums.totals

    @cached_property
    def listed(self) -> NDArray[np.bool_]:
        """Return which vacancies a list may hold: no condition fails, each posting once."""
        return self.once(self.eligibility.eligible)

    def once(self, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return of the vacancies kept one for each posting: the newest, of the highest id."""
        rows = np.flatnonzero(kept)
        newest_first = rows[np.argsort(-self.vacancy_id[rows], kind="stable")]
        _, first = np.unique(self.posting[newest_first], return_index=True)
        found = np.zeros_like(kept)
        found[newest_first[first]] = True
        return found

    @cached_property
    def confidence(self) -> Floats:
        """Return ``known_points / asked_points`` of each vacancy, in [0, 1].

        The share of the points that apply for which both sides state enough.
        """
        return self._sums.known_points / self._sums.asked_points

    @property
    def _is_open(self) -> NDArray[np.bool_]:
        """Return where an unknown condition excludes the highest level."""
        holds_one = np.nan_to_num(self.fractions[NAMES.index("credentials")]) > 0
        unknown = self.eligibility.results == ConditionResult.UNKNOWN
        unknown[CONDITIONS.index("credentials")] &= ~holds_one
        return np.asarray(unknown.any(axis=0))

    @cached_property
    def levels(self) -> NDArray[np.int8]:
        """Return the level of fit of each vacancy, of shape (n_vacancies,), 1 to 4, 4 best.

        With ``share = capped / asked_points`` and ``trade = max(evidence, wish)``:

        - 4: share >= ``LEVEL_4_SHARE``, trade >= ``LEVEL_4_TRADE``, confidence >=
          ``LEVEL_4_CONFIDENCE`` and no hard condition unknown, except credentials where one of
          those asked for is held: the others cost a question, not the level;
        - 3: share >= ``LEVEL_3_SHARE``, trade >= ``LEVEL_3_TRADE``, confidence >=
          ``LEVEL_3_CONFIDENCE``;
        - 2: share >= ``LEVEL_2_SHARE``, unless the trade is known to be another (below
          ``LEVEL_2_TRADE``) and the skills are below ``LEVEL_2_SKILLS``;
        - 1: the rest.
        """
        share = self._sums.capped / self._sums.asked_points
        trade = np.maximum(self.trade.evidence, self.trade.wish)
        is_4 = (share >= LEVEL_4_SHARE) & (trade >= LEVEL_4_TRADE)
        is_4 &= (self.confidence >= LEVEL_4_CONFIDENCE) & ~self._is_open
        is_3 = (share >= LEVEL_3_SHARE) & (trade >= LEVEL_3_TRADE)
        is_3 &= self.confidence >= LEVEL_3_CONFIDENCE
        is_other_trade = self.trade.known & (trade < LEVEL_2_TRADE)
        is_other_trade &= np.nan_to_num(self.skills.fraction) < LEVEL_2_SKILLS
        is_2 = (share >= LEVEL_2_SHARE) & ~is_other_trade
        levels = np.select([is_4, is_3, is_2], [4, 3, 2], default=1)
        return levels.astype(np.int8)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Points of each vacancy, all of shape (n_vacancies,).

    `totals` are those of all dimensions; `capped` those of the dimensions that apply, none above
    its most; `known_points` the most of the dimensions that apply and are known; `asked_points`
    the most of those that apply.
    """

    totals: Floats
    capped: Floats
    known_points: Floats
    asked_points: Floats


def _add_up(fractions: Floats, asked: NDArray[np.bool_], most: Sequence[float]) -> _Sums:
    """Return the sums over the dimensions d, with f their fraction, p their most points.

    ``totals = sum p_d * f_d`` over known d; ``capped = sum min(p_d * f_d, p_d)`` over d known
    and asked; ``known_points = sum p_d`` over d known and asked; ``asked_points = sum p_d`` over
    d asked. One dimension at a time: a table of all vacancies at once would not fit a cache.
    """
    totals, capped, known, whole = np.zeros((4, fractions.shape[1]))
    for points, fraction, is_asked in zip(most, fractions, asked, strict=True):
        is_known = fraction == fraction  # NaN where unknown
        earned = np.where(is_known, fraction, 0.0)
        earned *= points
        totals += earned
        np.minimum(earned, points, out=earned)
        earned *= is_asked
        capped += earned
        known += points * (is_known & is_asked)
        whole += points * is_asked
    return _Sums(totals, capped, known, whole)


def score_vacancies(profile: Profile, index: VacancyIndex) -> Scores:
    """Return what a profile earns at every vacancy of the index.

    Parameters
    ----------
    profile : Profile
        The veteran's record as the engine reads it, read with the language of the index.
    index : VacancyIndex
        Fitted index of n_vacancies vacancies.

    Returns
    -------
    Scores
        All arrays have n_vacancies columns in the order of the index. Hard conditions do not
        lower a score; they are in ``eligibility``.

    Notes
    -----
    ``score = sum over dimensions d of points[d] * fraction[d]``, unknown fractions counting 0.
    Cost: O(n_vacancies) per dimension, plus the postings of the profile's terms.
    """
    columns, veteran = index.columns_, profile.veteran
    lexicon = index.language.lexicon
    trade = dimensions.fit_trade(profile, columns)
    skills = dimensions.fit_skills(profile, index)
    worths = held_worths(profile, columns.asked.values, lexicon)
    priority = dimensions.has_priority(columns, trade, skills)
    fractions: Mapping[str, Floats] = {
        "trade": trade.fraction,
        "skills": skills.fraction,
        "credentials": dimensions.credentials(profile, columns, worths),
        "experience": dimensions.experience(profile, columns),
        "place": dimensions.place(veteran, columns),
        "pay": dimensions.pay(veteran, columns),
        "pattern": dimensions.pattern(veteran, columns),
        "veteran": priority.astype(np.float64),
    }
    stacked = np.stack([fractions[name] for name in NAMES])
    eligibility = judge(profile, columns, lexicon)
    asked = _asked(profile, columns, priority)
    return Scores(
        profile,
        stacked,
        asked,
        trade,
        skills,
        eligibility,
        columns.vacancy_id,
        columns.posting,
        index.points,
    )


def _asked(
    profile: Profile, columns: VacancyColumns, priority: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which dimensions apply, of shape (n_dimensions, n_vacancies).

    Credentials do not apply where none is required, the work pattern where no preference is
    stated, priority of veterans where it does not count.
    """
    asked = np.ones((len(NAMES), columns.n_vacancies), dtype=bool)
    asked[NAMES.index("credentials")] = columns.asked.count() > 0
    veteran = profile.veteran
    asked[NAMES.index("pattern")] = bool(veteran.wants_lodging or veteran.refuses_nights)
    asked[NAMES.index("veteran")] = priority
    return asked
