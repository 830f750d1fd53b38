"""The eight dimensions: for every post the share of its points earned, NaN where unknown."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engine.bm25 import Floats, Postings
from matching.engine.columns import NOT_STATED, VacancyColumns
from matching.engine.eligibility import COUNTY_DIGITS, months_in_trade, trade_closeness
from matching.engine.index import VacancyIndex
from matching.engine.profile import Profile
from matching.engine.records import VeteranDoc
from matching.engine.weights import (
    EVIDENCE_SHARE,
    EXPERIENCE_TARGET_MONTHS,
    FULL_MATCH_TITLES,
    MIN_VACANCY_WORDS,
    PAY_JUST_BELOW,
    PAY_REACHED_BY_TOP,
    PAY_TOLERANCE,
    PLACE_AWAY,
    PLACE_CITY,
    PLACE_COUNTY,
    PLACE_HOME,
    PLACE_WANTED,
    VIEW_SHARE,
    WISH_SHARE,
)

CITY_DIGITS = 4


@dataclass(frozen=True, slots=True)
class TradeFit:
    """How the trades of a profile fit the posts.

    `by_trade` has shape (n_trades, n_codes); `evidence` (best of what was done) and `wish` have
    shape (n_posts,) and lie in [0, 1]; `known` tells where both sides say enough.
    """

    by_trade: Floats
    evidence: Floats
    wish: Floats
    known: NDArray[np.bool_]

    @property
    def fraction(self) -> Floats:
        """Return the share of the points of the trade dimension, NaN where unknown."""
        return np.where(self.known, EVIDENCE_SHARE * self.evidence + WISH_SHARE * self.wish, np.nan)


@dataclass(frozen=True, slots=True)
class SkillFit:
    """Shares of the skill dimension, term by term; `postings` are already in its fraction."""

    postings: Mapping[str, Postings]
    fraction: Floats


def fit_trade(profile: Profile, columns: VacancyColumns) -> TradeFit:
    """Compare trades practised and wished for with the occupations of the posts."""
    n_codes = len(columns.occupations.values)
    fits = [trade_closeness(trade, columns) for trade in profile.trades]
    by_trade = np.array(fits).reshape(len(fits), n_codes)
    is_wish = np.array([trade.kind == "wish" for trade in profile.trades], dtype=bool)
    knows_trade = any(trade.codes for trade in profile.trades)
    return TradeFit(
        by_trade,
        columns.occupations.best(by_trade[~is_wish].max(axis=0, initial=0.0)),
        columns.occupations.best(by_trade[is_wish].max(axis=0, initial=0.0)),
        (columns.main_occupation >= 0) & knows_trade,
    )


def fit_skills(profile: Profile, index: VacancyIndex) -> SkillFit:
    """Add up what the profile's words earn in the posts' texts.

    The unit is some titles' worth of what a title earns by itself, a constant of the index:
    leaving out a word lowers the sum by exactly its share.
    """
    postings = {}
    total = np.zeros(index.columns_.n_vacancies)
    for view, share in VIEW_SHARE.items():
        unit = FULL_MATCH_TITLES * (index.text_.unit_[view] or 1.0)
        weights = {term: w * share / unit for term, w in profile.weights(view).items()}
        postings[view] = index.text_.postings(view, weights)
        total += postings[view].scores()
    is_thin = index.text_.views_["word"].n_terms_ < MIN_VACANCY_WORDS
    is_silent = not any(profile.terms.values())
    return SkillFit(postings, np.where(is_thin | is_silent, np.nan, total))


def credentials(profile: Profile, columns: VacancyColumns, held: Floats) -> Floats:
    """Return the share held of the credentials each post needs or mentions, NaN if none.

    `held` is 1.0 for each key of ``columns.asked.values`` that is held or included, else 0.0.
    """
    asked = columns.asked.count()
    is_judged = (asked > 0) & profile.knows_credentials
    n_held = columns.asked.total(held)
    return np.where(is_judged, n_held / np.maximum(asked, 1), np.nan)


def experience(profile: Profile, columns: VacancyColumns) -> Floats:
    """Return months in the trade over months looked for, at most 1, NaN if they are unknown."""
    least, most = months_in_trade(profile, columns)
    target = np.where(columns.years > 0, columns.years * 12.0, EXPERIENCE_TARGET_MONTHS)
    is_known = (least == most) | (least >= target)
    return np.where(is_known, np.minimum(least / target, 1.0), np.nan)


def place(veteran: VeteranDoc, columns: VacancyColumns) -> Floats:
    """Return the nearness of each post, NaN where either side names no place."""
    grades = np.array([place_grade(veteran, code) for code in columns.places], dtype=np.float64)
    by_vacancy: Floats = grades[columns.place]
    return by_vacancy


def place_grade(veteran: VeteranDoc, code: str) -> float:
    """Return the nearness of a division: home township, wanted place, county, city, away."""
    if not code or not (veteran.home or veteran.place_codes or veteran.accepts_away):
        return float("nan")
    home = veteran.home
    grades = [PLACE_AWAY] if veteran.accepts_away else [0.0]
    if any(code.startswith(wanted) for wanted in veteran.place_codes):
        grades.append(PLACE_WANTED)
    if any(wanted.startswith(code) for wanted in veteran.place_codes):
        grades.append(PLACE_COUNTY)  # the post names only the county round the wanted township
    if home and code.startswith(home):
        grades.append(PLACE_HOME)
    if home and code.startswith(home[:COUNTY_DIGITS]):
        grades.append(PLACE_COUNTY)
    if home and code.startswith(home[:CITY_DIGITS]):
        grades.append(PLACE_CITY)
    return max(grades)


def pay(veteran: VeteranDoc, columns: VacancyColumns) -> Floats:
    """Return how far the pay meets the wish, NaN where either is not told."""
    low, top = columns.pay_min, columns.pay_max
    if veteran.pay_min is None:
        return np.full(columns.n_vacancies, np.nan)
    wish = float(veteran.pay_min)
    known_low = np.where(np.isnan(low), top, low)
    width = np.maximum(top - known_low, 1.0)
    above = PAY_REACHED_BY_TOP + (1 - PAY_REACHED_BY_TOP) * (top - wish) / width
    part = np.where(top >= wish, above, np.where(top >= PAY_TOLERANCE * wish, PAY_JUST_BELOW, 0.0))
    return np.where(np.isnan(top), np.nan, np.where(known_low >= wish, 1.0, part))


def pattern(veteran: VeteranDoc, columns: VacancyColumns) -> Floats:
    """Return half for board that was wished, half for nights that were refused, if told."""
    lodging = _half(columns.lodging == 1, columns.lodging, veteran.wants_lodging)
    nights = _half(columns.nights == 0, columns.nights, veteran.refuses_nights)
    is_silent = np.isnan(lodging) & np.isnan(nights)
    return np.where(is_silent, np.nan, np.nan_to_num(lodging) + np.nan_to_num(nights))


def _half(met: NDArray[np.bool_], stated: NDArray[np.int8], wish: bool | None) -> Floats:
    if not wish:
        return np.full(len(stated), np.nan)
    return np.where(stated == NOT_STATED, np.nan, np.where(met, 0.5, 0.0))


def veteran_preference(columns: VacancyColumns) -> Floats:
    """Return 1 where the post says that veterans come first, else 0."""
    return np.where(columns.veterans_first == 1, 1.0, 0.0)
