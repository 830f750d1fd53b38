"""The certificates whose names are nearest to one that is not known."""

import re
from functools import cache
from itertools import pairwise

from lexicon.rows import fold
from lexicon.tables import load_lexicon

# Words that most names share say nothing about which certificate is meant.
COMMON_WORDS = re.compile(
    r"证书|证明|资格|操作|上岗|作业|从业|职业技能|技能|等级|职业|执业|许可|工种|[证本照书员工]"
)
LEAST_LIKE = 0.34  # least share of characters and pairs in common


def nearest_certificates(name: str, *, most: int = 4) -> tuple[str, ...]:
    """Return the keys of the certificates with the most like names, the nearest first."""
    wanted = _parts(name)
    best: dict[str, float] = {}
    for key, parts in _names():
        likeness = 2 * len(wanted & parts) / ((len(wanted) + len(parts)) or 1)
        best[key] = max(likeness, best.get(key, 0.0))
    near = sorted((-likeness, key) for key, likeness in best.items() if likeness >= LEAST_LIKE)
    return tuple(key for _, key in near[:most])


@cache
def _names() -> tuple[tuple[str, frozenset[str]], ...]:
    items = load_lexicon().certificates.values()
    return tuple((item.key, _parts(word)) for item in items for word in (item.name, *item.aliases))


def _parts(name: str) -> frozenset[str]:
    """Return the characters and the pairs of characters of a name without its common words."""
    plain = COMMON_WORDS.sub("", fold(name)) or fold(name)
    return frozenset((*plain, *map("".join, pairwise(plain))))
