"""One veteran against all posts: contributions by dimension, their sum, and how sure it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.engine import dimensions
from matching.engine.bm25 import Floats
from matching.engine.columns import VacancyColumns
from matching.engine.dimensions import SkillFit, TradeFit
from matching.engine.eligibility import Eligibility, holds, judge
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
    """What one veteran earns at every post.

    `fractions` has shape (n_dimensions, n_posts) in the order of ``NAMES``, NaN where a side says
    too little; `asked` tells where the dimension is a question at all. Points are >= 0.
    `job_id` are the posts' ids, by which equals stand; `points` the most each dimension gives.
    """

    profile: Profile
    fractions: Floats
    asked: NDArray[np.bool_]
    trade: TradeFit
    skills: SkillFit
    eligibility: Eligibility
    vacancy_id: NDArray[np.int64]
    points: Mapping[str, float]

    @cached_property
    def _sums(self) -> "_Sums":
        return _add_up(self.fractions, self.asked, [self.points[name] for name in NAMES])

    @property
    def totals(self) -> Floats:
        """Return the score of each post: its contributions added up in the order of ``NAMES``."""
        return self._sums.totals

    @cached_property
    def confidence(self) -> Floats:
        """Return the share of the points asked about on which both sides said enough."""
        return self._sums.known_points / self._sums.asked_points

    @cached_property
    def levels(self) -> NDArray[np.int8]:
        """Return the fit of each post in four steps, 4 best."""
        share = self._sums.capped / self._sums.asked_points
        trade = np.maximum(self.trade.evidence, self.trade.wish)
        is_4 = (share >= LEVEL_4_SHARE) & (trade >= LEVEL_4_TRADE)
        is_4 &= (self.confidence >= LEVEL_4_CONFIDENCE) & ~self.eligibility.has_unknown
        is_3 = (share >= LEVEL_3_SHARE) & (trade >= LEVEL_3_TRADE)
        is_3 &= self.confidence >= LEVEL_3_CONFIDENCE
        is_other_trade = self.trade.known & (trade < LEVEL_2_TRADE)
        is_other_trade &= np.nan_to_num(self.skills.fraction) < LEVEL_2_SKILLS
        is_2 = (share >= LEVEL_2_SHARE) & ~is_other_trade
        levels = np.select([is_4, is_3, is_2], [4, 3, 2], default=1)
        return levels.astype(np.int8)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Points of each post, all of shape (n_posts,).

    `totals` of all dimensions; `capped` of those asked about, none above its points;
    `told_points` what could be earned where both sides said enough; `asked_points` what could
    be earned at all.
    """

    totals: Floats
    capped: Floats
    known_points: Floats
    asked_points: Floats


def _add_up(fractions: Floats, asked: NDArray[np.bool_], most: Sequence[float]) -> _Sums:
    """Add up the dimensions one by one: tables of all posts at once would not fit a cache."""
    totals, capped, known, whole = np.zeros((4, fractions.shape[1]))
    for points, fraction, is_asked in zip(most, fractions, asked, strict=True):
        is_known = fraction == fraction  # NaN where a side says too little
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
    """Compare a profile with every post of the index."""
    columns, veteran = index.columns_, profile.veteran
    lexicon = index.language.lexicon
    trade = dimensions.fit_trade(profile, columns)
    skills = dimensions.fit_skills(profile, index)
    held = holds(profile, columns.asked.values, lexicon).astype(np.float64)
    fractions: Mapping[str, Floats] = {
        "trade": trade.fraction,
        "skills": skills.fraction,
        "credentials": dimensions.credentials(profile, columns, held),
        "experience": dimensions.experience(profile, columns),
        "place": dimensions.place(veteran, columns),
        "pay": dimensions.pay(veteran, columns),
        "pattern": dimensions.pattern(veteran, columns),
        "veteran": dimensions.veteran_preference(columns),
    }
    stacked = np.stack([fractions[name] for name in NAMES])
    eligibility = judge(profile, columns, lexicon)
    asked = _asked(profile, columns)
    return Scores(
        profile, stacked, asked, trade, skills, eligibility, columns.vacancy_id, index.points
    )


def _asked(profile: Profile, columns: VacancyColumns) -> NDArray[np.bool_]:
    """Tell which dimensions are a question: no credential asked for, no wish told, no question."""
    asked = np.ones((len(NAMES), columns.n_vacancies), dtype=bool)
    asked[NAMES.index("credentials")] = columns.asked.count() > 0
    veteran = profile.veteran
    asked[NAMES.index("pattern")] = bool(veteran.wants_lodging or veteran.refuses_nights)
    asked[NAMES.index("veteran")] = columns.veterans_first == 1
    return asked
