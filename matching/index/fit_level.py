"""The level of fit that is shown, and the order of lists by level and score."""

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from matching.engine import weights
from matching.engine.bm25 import Ints
from matching.engine.ranking import best_rows
from matching.engine.scoring import Scores

NOT_STATED = 0  # 信息不足: less than `LEAST_KNOWN` is known and the level would be low
FITTING = 3  # least level that counts as fitting
LEAST_KNOWN = 0.5  # least confidence, a share of the points that apply
WORDS = MappingProxyType({**weights.WORDS, NOT_STATED: "信息不足"})


def level_of(level: int, confidence: float) -> int:
    """Return the level shown: the engine's level 4 to 1, or 0 where it would be a guess.

    ``NOT_STATED if level < FITTING and confidence < LEAST_KNOWN else level``.
    """
    return NOT_STATED if level < FITTING and confidence < LEAST_KNOWN else level


def levels(scores: Scores) -> NDArray[np.int8]:
    """Return the level shown of each vacancy, shape (n_vacancies,), as `level_of` does."""
    is_guess = (scores.levels < FITTING) & (scores.confidence < LEAST_KNOWN)
    return np.where(is_guess, NOT_STATED, scores.levels).astype(np.int8)


def listed_rows(scores: Scores, rows: Sequence[int] | Ints, k: int) -> Ints:
    """Return the first k of some rows in the order of a list, at most len(rows).

    Higher levels come first, within a level higher scores, ties by vacancy id: by score alone
    "可以试试" could precede "很合适" where many shared words outweigh the trade.
    """
    chosen = np.asarray(rows, dtype=np.intp)
    level = levels(scores)[chosen]
    listed: list[Ints] = []
    for word in sorted(set(level.tolist()), reverse=True):
        if (left := k - sum(map(len, listed))) > 0:
            listed.append(best_rows(scores, chosen[level == word], left))
    return np.concatenate(listed) if listed else chosen
