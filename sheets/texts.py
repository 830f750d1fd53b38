"""Text of cells in the one form in which it is compared."""

import re
from functools import lru_cache

from core.characters import drop_invisible, nfkc


@lru_cache(maxsize=64)  # one row asks for the same text several times
def half_width(text: str) -> str:
    """Return text in half width, without gaps and marks that show nothing."""
    return re.sub(r"\s+", "", drop_invisible(nfkc(text)))
