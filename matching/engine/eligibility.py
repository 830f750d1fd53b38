"""Hard conditions of every vacancy: met, failed, or unknown. Unknown never counts as failed."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from lexicon.tables import Lexicon
from matching.engine.bm25 import Ints
from matching.engine.closeness import COUNTY_DIGITS, holds, months_in_trade
from matching.engine.columns import VacancyColumns
from matching.engine.profile import Profile
from matching.engine.records import VeteranDoc

CONDITIONS = ("education", "age", "credentials", "years", "place")
NOT_OPEN_FAILURES = 99  # failures of a vacancy that is not open: more than any open one can have

Results = NDArray[np.int8]


class ConditionResult(IntEnum):
    """The result of one condition."""

    MET = 0
    UNKNOWN = 1
    FAILED = 2


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The results of all hard conditions of all vacancies for one veteran.

    Attributes
    ----------
    results : ndarray of shape (len(CONDITIONS), n_vacancies), int8
        Values of ``ConditionResult``, rows in the order of ``CONDITIONS``.
    lacking : ndarray of shape (n_vacancies,), int
        Number of required credentials that are known not to be held, >= 0.
    is_open : ndarray of shape (n_vacancies,), bool
        False for rows kept only until the index is rebuilt; such a row is never eligible.
    """

    results: Results
    lacking: Ints
    is_open: NDArray[np.bool_]

    def of(self, condition: str) -> Results:
        """Return the results of one condition, of shape (n_vacancies,).

        Raises ValueError for a name that is not in ``CONDITIONS``.
        """
        results: Results = self.results[CONDITIONS.index(condition)]
        return results

    @property
    def failures(self) -> Ints:
        """Return the number of failed conditions of each vacancy, of shape (n_vacancies,).

        Every missing credential counts as one. A vacancy that is not open has at least
        ``NOT_OPEN_FAILURES``.
        """
        others = self.results == ConditionResult.FAILED
        others[CONDITIONS.index("credentials")] = False
        return np.asarray(
            others.sum(axis=0) + self.lacking + np.where(self.is_open, 0, NOT_OPEN_FAILURES)
        )

    @property
    def eligible(self) -> NDArray[np.bool_]:
        """Return which vacancies are open and fail no condition, of shape (n_vacancies,)."""
        return np.asarray((self.results != ConditionResult.FAILED).all(axis=0) & self.is_open)


def judge(profile: Profile, columns: VacancyColumns, lexicon: Lexicon) -> Eligibility:
    """Return the results of every hard condition of every vacancy for a veteran.

    Parameters
    ----------
    profile : Profile
        The veteran's record as the engine reads it.
    columns : VacancyColumns
        Columns of n_vacancies vacancies.
    lexicon : Lexicon
        States which credentials include others.

    Returns
    -------
    Eligibility
        What the record does not state gives UNKNOWN, never FAILED. Cost: O(n_vacancies) per
        condition.
    """
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
    """Return MET where nothing is required, else by `met`; UNKNOWN where `met` is None."""
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
    """Return whether the veteran would work at a division code ("" where the vacancy names none).

    Only a stated refusal to work away from home fails. A veteran who names no place and refuses
    nothing meets every place.
    """
    is_silent = not veteran.home and not veteran.place_codes
    if veteran.accepts_away or (veteran.accepts_away is None and is_silent):
        return ConditionResult.MET
    if not is_silent and code and is_near(veteran, code):
        return ConditionResult.MET
    if veteran.accepts_away is None:
        # A vacancy without a place is incomplete, not far away.
        return ConditionResult.UNKNOWN if code else ConditionResult.MET
    return ConditionResult.FAILED if code and not is_silent else ConditionResult.UNKNOWN


def is_near(veteran: VeteranDoc, code: str) -> bool:
    """Return whether a division is, or may be, within the home county or a wanted place."""
    near = (*veteran.place_codes, *([veteran.home[:COUNTY_DIGITS]] if veteran.home else []))
    return any(code.startswith(wanted) or wanted.startswith(code) for wanted in near)
