"""Hard conditions: met, failed, or unknown for want of data. Unknown is never failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from lexicon.tables import Lexicon, includes
from matching.engine.bm25 import Floats, Ints
from matching.engine.columns import VacancyColumns
from matching.engine.profile import Profile, Trade
from matching.engine.records import VeteranDoc
from matching.engine.weights import SAME_TRADE

CONDITIONS = ("education", "age", "credentials", "years", "place")
COUNTY_DIGITS = 6
CLOSED = 99  # more conditions than there are

Results = NDArray[np.int8]


class ConditionResult(IntEnum):
    """The answer to one condition."""

    MET = 0
    UNKNOWN = 1
    FAILED = 2


@dataclass(frozen=True, slots=True)
class Eligibility:
    """All conditions of all posts for one veteran.

    `states` has shape (len(CONDITIONS), n_posts). `lacking` counts the needed credentials that
    are known not to be held, per post. A row that is not open is nobody's: it fails by far.
    """

    results: Results
    lacking: Ints
    is_open: NDArray[np.bool_]

    def of(self, condition: str) -> Results:
        """Return the states of one condition, of shape (n_posts,)."""
        results: Results = self.results[CONDITIONS.index(condition)]
        return results

    @property
    def failures(self) -> Ints:
        """Return how many conditions each post fails by; each credential counts as one."""
        others = self.results == ConditionResult.FAILED
        others[CONDITIONS.index("credentials")] = False
        return np.asarray(others.sum(axis=0) + self.lacking + np.where(self.is_open, 0, CLOSED))

    @property
    def eligible(self) -> NDArray[np.bool_]:
        """Tell which posts fail by nothing."""
        return np.asarray((self.results != ConditionResult.FAILED).all(axis=0) & self.is_open)

    @property
    def has_unknown(self) -> NDArray[np.bool_]:
        """Tell which posts have a condition nobody can judge yet."""
        return np.asarray((self.results == ConditionResult.UNKNOWN).any(axis=0))


def judge(profile: Profile, columns: VacancyColumns, lexicon: Lexicon) -> Eligibility:
    """Return every hard condition of every post for a veteran."""
    lacking = _lacking(profile, columns, lexicon)
    results = np.stack(
        [
            _education(profile.veteran, columns),
            _age(profile.veteran, columns),
            _credentials(profile, columns, lexicon),
            _years(profile, columns),
            _place(profile.veteran, columns),
        ]
    )
    return Eligibility(results, lacking, columns.is_open)


def _results(demanded: NDArray[np.bool_], met: NDArray[np.bool_] | None) -> Results:
    """Return MET where nothing is demanded, else by `met`, UNKNOWN where that is None."""
    answer = (
        ConditionResult.UNKNOWN
        if met is None
        else np.where(met, ConditionResult.MET, ConditionResult.FAILED)
    )
    return np.where(demanded, answer, ConditionResult.MET).astype(np.int8)


def _education(veteran: VeteranDoc, columns: VacancyColumns) -> Results:
    level = veteran.education
    met = None if level is None else columns.education <= level
    return _results(columns.education > 0, met)


def _age(veteran: VeteranDoc, columns: VacancyColumns) -> Results:
    demanded = (columns.age_min >= 0) | (columns.age_max >= 0)
    if veteran.age is None:
        return _results(demanded, None)
    is_old_enough = veteran.age >= columns.age_min
    is_young_enough = (columns.age_max < 0) | (veteran.age <= columns.age_max)
    return _results(demanded, is_old_enough & is_young_enough)


def holds(profile: Profile, keys: Sequence[str], lexicon: Lexicon) -> NDArray[np.bool_]:
    """Tell for each key whether it, or a credential that includes it, is held."""
    covered = covered_keys(profile, lexicon)
    return np.array([key in covered for key in keys], dtype=bool)


def covered_keys(profile: Profile, lexicon: Lexicon) -> frozenset[str]:
    """Return the credential keys held, and those they include."""
    return frozenset(profile.held).union(*(includes(lexicon, key) for key in profile.held))


def _lacking(profile: Profile, columns: VacancyColumns, lexicon: Lexicon) -> Ints:
    if not profile.knows_credentials:
        return np.zeros(columns.n_vacancies, dtype=np.intp)
    missing = ~holds(profile, columns.needed.values, lexicon)
    return columns.needed.total(missing.astype(np.float64)).astype(np.intp)


def _credentials(profile: Profile, columns: VacancyColumns, lexicon: Lexicon) -> Results:
    missing = ~holds(profile, columns.needed.values, lexicon)
    has_missing = columns.needed.total(missing.astype(np.float64)) > 0
    unmet = ConditionResult.FAILED if profile.knows_credentials else ConditionResult.UNKNOWN
    return np.where(has_missing, unmet, ConditionResult.MET).astype(np.int8)


def months_in_trade(profile: Profile, columns: VacancyColumns) -> tuple[Floats, Floats]:
    """Return the least and the most months the veteran may have in each post's trade.

    A spell whose dates are unknown may be of any length; a spell whose trade cannot be told may
    be in any trade. Both arrays have shape (n_posts,); without spells they are 0 and infinite.
    """
    table = columns.code_table
    least, most = np.zeros(len(table.codes) + 1), np.zeros(len(table.codes) + 1)
    for spell in profile.spells:
        longest = float(spell.months) or np.inf
        is_same = np.append(trade_closeness(spell, columns) >= SAME_TRADE, False)
        least += np.where(is_same, spell.months, 0)
        is_possible = is_same if spell.codes else np.ones_like(is_same)
        is_possible[-1] = True  # the row for posts whose own trade cannot be told
        most += np.where(is_possible, longest, 0.0)
    if not profile.spells:
        most += np.inf
    return least[columns.main_occupation], most[columns.main_occupation]


def trade_closeness(trade: Trade, columns: VacancyColumns) -> Floats:
    """Return how well a trade fits each occupation code of the posts, in [0, 1]."""
    table = columns.code_table
    fits = [weight * table.closeness(code) for code, weight in trade.codes.items()]
    return np.max(fits, axis=0) if fits else np.zeros(len(table.codes))


def _years(profile: Profile, columns: VacancyColumns) -> Results:
    needed = columns.years * 12
    least, most = months_in_trade(profile, columns)
    judged = np.where(least >= needed, ConditionResult.MET, ConditionResult.UNKNOWN)
    judged = np.where(most < needed, ConditionResult.FAILED, judged)
    return np.where(columns.years > 0, judged, ConditionResult.MET).astype(np.int8)


def _place(veteran: VeteranDoc, columns: VacancyColumns) -> Results:
    by_place = np.array([place_result(veteran, code) for code in columns.places], dtype=np.int8)
    return by_place[columns.place]


def place_result(veteran: VeteranDoc, code: str) -> ConditionResult:
    """Judge whether a post there can be taken up. Only a plain "not away" makes it fail."""
    is_silent = not veteran.home and not veteran.place_codes
    if veteran.accepts_away or (veteran.accepts_away is None and is_silent):
        return ConditionResult.MET
    if not is_silent and code and is_near(veteran, code):
        return ConditionResult.MET
    if veteran.accepts_away is None:
        return (
            ConditionResult.UNKNOWN if code else ConditionResult.MET
        )  # a post without a place is only thin
    return ConditionResult.FAILED if code and not is_silent else ConditionResult.UNKNOWN


def is_near(veteran: VeteranDoc, code: str) -> bool:
    """Tell whether a division lies in, or may lie in, the home county or a wanted place."""
    near = (*veteran.place_codes, *([veteran.home[:COUNTY_DIGITS]] if veteran.home else []))
    return any(code.startswith(wanted) or wanted.startswith(code) for wanted in near)
