"""What becomes of each wish: whether it is read, offered and open to the veteran, and by law."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matching.engine.closeness import covered_keys, has_lapsed
from matching.engine.columns import VacancyColumns
from matching.engine.concepts import GROUP_CLOSENESS
from matching.engine.language import Language
from matching.engine.profile import Profile, Trade
from matching.engine.scoring import Scores
from matching.engine.weights import SURE_WISH

SAME_OR_WITHIN = GROUP_CLOSENESS[3]  # the same occupation, or one of the group wished for


class Outcome(StrEnum):
    """Why a wish is in no vacancy of the list."""

    UNREAD = "unread"  # no occupation is known by these words
    NOT_OFFERED = "not_offered"  # no open vacancy names the occupation
    EXCLUDED = "excluded"  # there are some, and each has a failed condition


class Holding(StrEnum):
    """What a profile states of licences of which one is needed."""

    UNKNOWN = "unknown"
    LACKING = "lacking"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class UnmetWish:
    """A wish that no vacancy of the list meets.

    `licences` are the everyday names of those of which the law demands one, none where the work
    is free or one is held; `holding` is what the profile states of them.
    """

    words: str
    outcome: Outcome
    licences: tuple[str, ...] = ()
    holding: Holding = Holding.UNKNOWN


def unmet_wishes(scores: Scores, columns: VacancyColumns, language: Language) -> list[UnmetWish]:
    """Return the wishes that no vacancy of the list meets, in the order they were stated.

    A wish read with doubt (closeness below ``SURE_WISH``) is left out: a vacancy that is not
    found for it may well be there.
    """
    profile = scores.profile
    wishes = [trade for trade in profile.trades if trade.kind == "wish"]
    outcomes = [_outcome(wish, scores, columns) for wish in wishes]
    return [
        _unmet(wish, outcome, profile, language)
        for wish, outcome in zip(wishes, outcomes, strict=True)
        if outcome
    ]


def _outcome(wish: Trade, scores: Scores, columns: VacancyColumns) -> Outcome | None:
    if not wish.codes:
        return Outcome.UNREAD
    if max(wish.codes.values()) < SURE_WISH:
        return None
    named = _names(wish, columns) & scores.eligibility.is_open
    if not named.any():
        return Outcome.NOT_OFFERED
    return None if (named & scores.eligibility.eligible).any() else Outcome.EXCLUDED


def _names(wish: Trade, columns: VacancyColumns) -> NDArray[np.bool_]:
    """Return which vacancies name an occupation of a wish, of shape (n_vacancies,)."""
    table = columns.code_table
    wanted = [table.closeness(code) >= SAME_OR_WITHIN for code in wish.codes]
    return np.asarray(columns.occupations.best(np.any(wanted, axis=0).astype(np.float64)) > 0)


def _unmet(wish: Trade, outcome: Outcome, profile: Profile, language: Language) -> UnmetWish:
    words = wish.source.words
    statutory = language.lexicon.certificate_trades.statutory
    keys = dict.fromkeys(key for code in wish.codes for key in statutory.get(code, ()))
    if not keys or covered_keys(profile, language.lexicon) & keys.keys():
        return UnmetWish(words, outcome)
    names = tuple(language.credential_name(key).strip() for key in keys)
    return UnmetWish(words, outcome, names, _holding(profile, tuple(keys), language))


def _holding(profile: Profile, keys: tuple[str, ...], language: Language) -> Holding:
    if any(has_lapsed(profile, key, language.lexicon) for key in keys):
        return Holding.LAPSED
    return Holding.LACKING if profile.knows_credentials else Holding.UNKNOWN
