"""The eight dimensions of the score: for every vacancy the share of the points earned.

Every function returns shares of shape (n_vacancies,), NaN where a side states too little. Shares
are in [0, 1]; skills alone may exceed 1, for a sum of terms cannot be capped and remain a sum.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engine.bm25 import Floats, Postings
from matching.engine.closeness import (
    CITY_DIGITS,
    COUNTY_DIGITS,
    credential_closeness,
    months_in_trade,
    trade_closeness,
)
from matching.engine.columns import NOT_STATED, VacancyColumns
from matching.engine.index import VacancyIndex
from matching.engine.profile import Profile
from matching.engine.records import VeteranDoc
from matching.engine.weights import (
    CREDENTIAL_TRADE,
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
    PRIORITY_SKILLS,
    PRIORITY_TRADE,
    VIEW_SHARE,
    WISH_SHARE,
)


@dataclass(frozen=True, slots=True)
class TradeFit:
    """How close the trades of a profile are to the vacancies.

    Attributes
    ----------
    by_trade : ndarray of shape (n_trades, n_codes)
        Closeness in [0, 1] of each trade to each occupation code of the vacancies.
    by_credential : ndarray of shape (n_credential_trades, n_codes)
        Closeness in [0, 0.5] of the occupations of each credential.
    evidence, wish : ndarray of shape (n_vacancies,)
        Closeness in [0, 1] of the best trade practised, or of the best credential where that is
        more, and of the best trade wished for.
    known : ndarray of shape (n_vacancies,), bool
        Whether both the profile and the vacancy state an occupation.
    """

    by_trade: Floats
    by_credential: Floats
    evidence: Floats
    wish: Floats
    known: NDArray[np.bool_]

    @property
    def fraction(self) -> Floats:
        """Return ``EVIDENCE_SHARE * evidence + WISH_SHARE * wish``, NaN where unknown."""
        return np.where(self.known, EVIDENCE_SHARE * self.evidence + WISH_SHARE * self.wish, np.nan)


@dataclass(frozen=True, slots=True)
class SkillFit:
    """The share of the skills dimension and the terms it is the sum of.

    `postings` maps a view ("word", "char") to its weighted terms; the scores of both views add
    up to `fraction`, of shape (n_vacancies,), >= 0, NaN where unknown.
    """

    postings: Mapping[str, Postings]
    fraction: Floats


def fit_trade(profile: Profile, columns: VacancyColumns) -> TradeFit:
    """Return how close the trades practised and wished for are to the vacancies' occupations.

    For a vacancy with occupation labels ``l`` of weight ``w(l)``, evidence is
    ``max over l of w(l) * max over practised trades t of trade_closeness(t, l)``; the wish
    likewise over the trades wished for. Credentials count likewise from ``CREDENTIAL_TRADE`` on;
    where they do, the trade is known even for a veteran who states none.
    """
    n_codes = len(columns.occupations.values)
    fits = [trade_closeness(trade, columns) for trade in profile.trades]
    by_trade = np.array(fits).reshape(len(fits), n_codes)
    is_wish = np.array([trade.kind == "wish" for trade in profile.trades], dtype=bool)
    knows_trade = any(trade.codes for trade in profile.trades)
    licensed = [credential_closeness(one, columns) for one in profile.credential_trades]
    by_credential = np.array(licensed).reshape(len(licensed), n_codes)
    trained = _trained(by_credential, columns)
    return TradeFit(
        by_trade,
        by_credential,
        np.maximum(columns.occupations.best(by_trade[~is_wish].max(axis=0, initial=0.0)), trained),
        columns.occupations.best(by_trade[is_wish].max(axis=0, initial=0.0)),
        (columns.main_occupation >= 0) & (knows_trade | (trained > 0)),
    )


def _trained(by_credential: Floats, columns: VacancyColumns) -> Floats:
    """Return the closeness of the best credential to each vacancy, 0 below the least that counts.

    Of shape (n_vacancies,).
    """
    if not len(by_credential):
        return np.zeros(columns.n_vacancies)
    best = columns.occupations.best(by_credential.max(axis=0))
    return np.where(best >= CREDENTIAL_TRADE, best, 0.0)


def fit_skills(profile: Profile, index: VacancyIndex) -> SkillFit:
    """Return what the profile's terms earn in the vacancies' texts.

    ``share = sum over views v of VIEW_SHARE[v] * BM25_v(profile, vacancy) / unit_v`` with
    ``unit_v = FULL_MATCH_TITLES *`` the score a title has for itself. The unit is a constant of
    the index, so leaving out a term lowers the sum by exactly the term's own share.
    NaN where the vacancy has fewer than ``MIN_VACANCY_WORDS`` words or the profile has no term.
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


def credentials(profile: Profile, columns: VacancyColumns, worths: Floats) -> Floats:
    """Return the worth of the best credential held, times the share held of those known about.

    ``max over keys asked of worth(key) * n_held / n_known``; what is known about are all keys
    asked where the veteran's list is complete, else those held. Another credential never lowers
    it.

    Parameters
    ----------
    profile : Profile
        Read for whether its list of credentials is complete.
    columns : VacancyColumns
        Columns of n_vacancies vacancies.
    worths : ndarray of shape (len(columns.asked.values),)
        What the best credential held is worth for each key, in [0, 1], 0 where none is held.

    Returns
    -------
    ndarray of shape (n_vacancies,)
        In [0, 1]; NaN where the vacancy asks for none, or it is not known whether any is held.
    """
    n_held = columns.asked.total((worths > 0).astype(np.float64))
    n_known = columns.asked.count() if profile.knows_credentials else n_held
    share = columns.asked.best(worths) * n_held / np.maximum(n_known, 1)
    return np.where(n_known > 0, share, np.nan)


def experience(profile: Profile, columns: VacancyColumns) -> Floats:
    """Return ``min(1, months in the trade / target months)``.

    The target is the vacancy's required years * 12, or ``EXPERIENCE_TARGET_MONTHS``. NaN where
    the months are uncertain and their least does not reach the target.
    """
    least, most = months_in_trade(profile, columns)
    target = np.where(columns.years > 0, columns.years * 12.0, EXPERIENCE_TARGET_MONTHS)
    is_known = (least == most) | (least >= target)
    return np.where(is_known, np.minimum(least / target, 1.0), np.nan)


def place(veteran: VeteranDoc, columns: VacancyColumns) -> Floats:
    """Return ``place_grade`` of each vacancy's division."""
    grades = np.array([place_grade(veteran, code) for code in columns.places], dtype=np.float64)
    by_vacancy: Floats = grades[columns.place]
    return by_vacancy


def place_grade(veteran: VeteranDoc, code: str) -> float:
    """Return the grade of a division, the best that applies, in [0, 1].

    ``PLACE_HOME`` in the home township, ``PLACE_WANTED`` in a wanted place, ``PLACE_COUNTY`` in
    the home county or in a county that contains a wanted township, ``PLACE_CITY`` in the home
    city, ``PLACE_AWAY`` elsewhere if the veteran accepts that, else 0. NaN where the vacancy or
    the veteran states no place.
    """
    if not code or not (veteran.home or veteran.place_codes or veteran.accepts_away):
        return float("nan")
    home = veteran.home
    grades = [PLACE_AWAY] if veteran.accepts_away else [0.0]
    if any(code.startswith(wanted) for wanted in veteran.place_codes):
        grades.append(PLACE_WANTED)
    if any(wanted.startswith(code) for wanted in veteran.place_codes):
        grades.append(PLACE_COUNTY)  # the vacancy names only the county of the wanted township
    if home and code.startswith(home):
        grades.append(PLACE_HOME)
    if home and code.startswith(home[:COUNTY_DIGITS]):
        grades.append(PLACE_COUNTY)
    if home and code.startswith(home[:CITY_DIGITS]):
        grades.append(PLACE_CITY)
    return max(grades)


def pay(veteran: VeteranDoc, columns: VacancyColumns) -> Floats:
    """Return how far the pay meets the veteran's wish (all in yuan a month).

    1 where the low end reaches the wish;
    ``PAY_REACHED_BY_TOP + (1 - PAY_REACHED_BY_TOP) * (top - wish) / (top - low)`` where only the
    top does, and ``PAY_REACHED_BY_TOP`` where the low end is not stated; ``PAY_JUST_BELOW`` where
    the top is at least ``PAY_TOLERANCE * wish``; else 0. NaN where either side states no pay, and
    where a low end below the wish has no top.
    """
    low, top = columns.pay_min, columns.pay_max
    if veteran.pay_min is None:
        return np.full(columns.n_vacancies, np.nan)
    wish = float(veteran.pay_min)
    share = np.nan_to_num((top - wish) / np.maximum(top - low, 1.0))
    above = PAY_REACHED_BY_TOP + (1 - PAY_REACHED_BY_TOP) * share
    part = np.where(top >= wish, above, np.where(top >= PAY_TOLERANCE * wish, PAY_JUST_BELOW, 0.0))
    part = np.where(np.isnan(top), np.nan, part)
    return np.where(low >= wish, 1.0, part)


def pattern(veteran: VeteranDoc, columns: VacancyColumns) -> Floats:
    """Return 0.5 for lodging that is wished for and offered, plus 0.5 for no night shifts.

    Each half counts only where the veteran states the wish and the vacancy states the fact; NaN
    where neither half counts.
    """
    lodging = _half(columns.lodging == 1, columns.lodging, veteran.wants_lodging)
    nights = _half(columns.nights == 0, columns.nights, veteran.refuses_nights)
    is_silent = np.isnan(lodging) & np.isnan(nights)
    return np.where(is_silent, np.nan, np.nan_to_num(lodging) + np.nan_to_num(nights))


def _half(met: NDArray[np.bool_], stated: NDArray[np.int8], wish: bool | None) -> Floats:
    """Return 0.5 where the wish is met, else 0; NaN where the wish or the fact is not stated."""
    if not wish:
        return np.full(len(stated), np.nan)
    return np.where(stated == NOT_STATED, np.nan, np.where(met, 0.5, 0.0))


def has_priority(columns: VacancyColumns, trade: TradeFit, skills: SkillFit) -> NDArray[np.bool_]:
    """Return where a vacancy gives veterans priority and its trade or its words fit."""
    fits = np.maximum(trade.evidence, trade.wish) >= PRIORITY_TRADE
    fits |= np.nan_to_num(skills.fraction) >= PRIORITY_SKILLS
    return np.asarray((columns.veterans_first == 1) & fits)
