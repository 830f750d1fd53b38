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
from matching.engine.profile import Profile, Trade
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


def months_in_trade(profile: Profile, columns: VacancyColumns) -> tuple[Floats, Floats]:
    """Return the least and the most months the veteran may have in each vacancy's trade.

    Parameters
    ----------
    profile : Profile
        Its spells give ``months``; 0 means that the length is unknown.
    columns : VacancyColumns
        Columns of n_vacancies vacancies.

    Returns
    -------
    tuple of two ndarrays of shape (n_vacancies,)
        Months >= 0. A spell counts as time in the trade from a closeness of ``SAME_TRADE`` on.
        A spell of unknown length may be of any length, and a spell or a vacancy whose trade is
        unknown may be of any trade: both raise the most, not the least. Without spells the least
        is 0 and the most infinite.
    """
    table = columns.code_table
    least, most = np.zeros(len(table.codes) + 1), np.zeros(len(table.codes) + 1)
    for spell in profile.spells:
        longest = float(spell.months) or np.inf
        is_same = np.append(trade_closeness(spell, columns) >= SAME_TRADE, False)
        least += np.where(is_same, spell.months, 0)
        is_possible = is_same if spell.codes else np.ones_like(is_same)
        is_possible[-1] = True  # the row of vacancies whose own trade is unknown
        most += np.where(is_possible, longest, 0.0)
    if not profile.spells:
        most += np.inf
    return least[columns.main_occupation], most[columns.main_occupation]


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


def covered_keys(profile: Profile, lexicon: Lexicon) -> frozenset[str]:
    """Return the credential keys held, and those they include (an A2 licence includes B2)."""
    return frozenset(profile.held).union(*(includes(lexicon, key) for key in profile.held))
