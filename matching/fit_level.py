"""How a fit is told and listed: 信息不足 where too little is known, then by step, then by score."""

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from matching.engine import weights
from matching.engine.bm25 import Ints
from matching.engine.ranking import best_rows
from matching.engine.scoring import Scores

NOT_STATED = 0  # the level of a pair of which less than half is known and nothing yet fits
FITTING = 3  # from here on a post counts as one that fits
LEAST_KNOWN = 0.5  # share of the points asked about
WORDS = MappingProxyType({**weights.WORDS, NOT_STATED: "信息不足"})


def level_of(level: int, confidence: float) -> int:
    """Return the level shown for a step: 4 to 1, or 0 where the word would be a guess."""
    return NOT_STATED if level < FITTING and confidence < LEAST_KNOWN else level


def levels(scores: Scores) -> NDArray[np.int8]:
    """Return the level of each post, of shape (n_posts,); the same rule as `level_of`."""
    is_guess = (scores.levels < FITTING) & (scores.confidence < LEAST_KNOWN)
    return np.where(is_guess, NOT_STATED, scores.levels).astype(np.int8)


def listed_rows(scores: Scores, rows: Sequence[int] | Ints, k: int) -> Ints:
    """Return the first k rows of a list as people read it.

    The better word stands first, within one word the higher score, ties by post id:
    a list by score alone would put "可以试试" above "很合适" where many shared words outweigh
    the trade.
    """
    chosen = np.asarray(rows, dtype=np.intp)
    level = levels(scores)[chosen]
    listed: list[Ints] = []
    for word in sorted(set(level.tolist()), reverse=True):
        if (left := k - sum(map(len, listed))) > 0:
            listed.append(best_rows(scores, chosen[level == word], left))
    return np.concatenate(listed) if listed else chosen
