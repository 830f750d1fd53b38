"""How close a profile is to vacancies in trade, time and credentials.

Both the scored dimensions and the hard conditions rest on these, so a spell that counts for one
counts for the other.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lexicon.tables import Lexicon, includes, is_exact
from matching.engine.bm25 import Floats
from matching.engine.columns import VacancyColumns
from matching.engine.profile import CredentialTrade, Profile, Trade, months_together
from matching.engine.weights import COMMON_WORTH, COVERED_WORTH, SAME_TRADE

COUNTY_DIGITS = 6  # of a division code: province 2, city 4, county 6, township 9
CITY_DIGITS = 4


def trade_closeness(trade: Trade, columns: VacancyColumns) -> Floats:
    """Return how close a trade is to each occupation code of the vacancies.

    Parameters
    ----------
    trade : Trade
        Its ``codes`` map occupation codes to confidences in (0, 1].
    columns : VacancyColumns
        Columns of n_vacancies vacancies that name n_codes different occupations.

    Returns
    -------
    ndarray of shape (n_codes,)
        ``max over the trade's codes c of confidence(c) * closeness(c, code)``, in [0, 1];
        0 everywhere for a trade without a code.
    """
    table = columns.code_table
    fits = [weight * table.closeness(code) for code, weight in trade.codes.items()]
    return np.max(fits, axis=0) if fits else np.zeros(len(table.codes))


def credential_closeness(trade: CredentialTrade, columns: VacancyColumns) -> Floats:
    """Return how far a credential is one for each occupation code of the vacancies.

    Its confidence for the very code, in [0, 0.5], else 0: a certificate says nothing about
    neighbouring occupations. Of shape (n_codes,).
    """
    table = columns.code_table
    fits = [weight * (table.closeness(code) == 1.0) for code, weight in trade.codes.items()]
    return np.asarray(np.max(fits, axis=0), dtype=np.float64)


def months_in_trade(profile: Profile, columns: VacancyColumns) -> tuple[Floats, Floats]:
    """Return the least and the most months the veteran may have in each vacancy's trade.

    Parameters
    ----------
    profile : Profile
        Its spells give days or stated months; without either the length is unknown.
    columns : VacancyColumns
        Columns of n_vacancies vacancies.

    Returns
    -------
    tuple of two ndarrays of shape (n_vacancies,)
        Months >= 0. A spell counts as time in the trade from a closeness of ``SAME_TRADE`` on.
        Days that several spells share count once. A spell of unknown length may be of any length,
        and a spell or a vacancy whose trade is unknown may be of any trade: both raise the most,
        not the least. Without spells the least is 0 and the most infinite.
    """
    spells, n_codes = profile.spells, len(columns.code_table.codes)
    if not spells:
        return np.zeros(len(columns.main_occupation)), np.full(len(columns.main_occupation), np.inf)
    is_same = np.zeros((len(spells), n_codes + 1), dtype=bool)
    for row, spell in enumerate(spells):
        is_same[row, :-1] = trade_closeness(spell, columns) >= SAME_TRADE
    is_possible = is_same | np.array([[not spell.codes] for spell in spells])
    is_possible[:, -1] = True  # the vacancies whose own trade is unknown
    endless = is_possible & np.array([[not spell.is_timed] for spell in spells])
    least = _months_by_column(spells, is_same)
    most = np.where(endless.any(axis=0), np.inf, _months_by_column(spells, is_possible))
    return least[columns.main_occupation], most[columns.main_occupation]


def _months_by_column(spells: Sequence[Trade], counts: NDArray[np.bool_]) -> Floats:
    """Return for each column the months of the spells that count in it, together.

    Few different sets of spells count, so each set is united once.
    """
    sets, column_sets = np.unique(counts, axis=1, return_inverse=True)
    months = [
        months_together(spell for spell, is_in in zip(spells, column, strict=True) if is_in)
        for column in sets.T
    ]
    return np.array(months, dtype=np.float64)[column_sets.reshape(-1)]


def holds(profile: Profile, keys: Sequence[str], lexicon: Lexicon) -> NDArray[np.bool_]:
    """Return for each credential key whether it, or a credential that includes it, is held.

    The result has shape (len(keys),), in the order of `keys`.
    """
    covered = covered_keys(profile, lexicon)
    return np.array([key in covered for key in keys], dtype=bool)


def held_worths(profile: Profile, keys: Sequence[str], lexicon: Lexicon) -> Floats:
    """Return what the best credential held is worth for each key, of shape (len(keys),).

    In [0, 1]: 0 where none satisfies the key, else `credential_worth` of the best.
    """
    worths = [
        max((credential_worth(lexicon, held, key) for held in profile.held), default=0.0)
        for key in keys
    ]
    return np.array(worths, dtype=np.float64)


def credential_worth(lexicon: Lexicon, held: str, needed: str) -> float:
    """Return what a credential held is worth where one is needed, in [0, 1].

    0 where it does not satisfy; else 1, times ``COVERED_WORTH`` where it is a wider one, times
    ``COMMON_WORTH`` where the one needed is common.
    """
    if needed not in includes(lexicon, held):
        return 0.0
    worth = 1.0 if is_exact(lexicon, held, needed) else COVERED_WORTH
    return worth * (COMMON_WORTH if needed in lexicon.common else 1.0)


def has_lapsed(profile: Profile, key: str, lexicon: Lexicon) -> bool:
    """Return whether a credential that satisfies the key was held and is no longer valid."""
    return any(key in includes(lexicon, one.key) for one in profile.veteran.lapsed if one.key)


def covered_keys(profile: Profile, lexicon: Lexicon) -> frozenset[str]:
    """Return the credential keys held, and those they include (an A2 licence includes B2)."""
    return frozenset(profile.held).union(*(includes(lexicon, key) for key in profile.held))
