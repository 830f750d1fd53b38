"""Text of cells in the one form in which it is compared."""

import re
from functools import lru_cache

from core.characters import nfkc


@lru_cache(maxsize=64)  # one row asks for the same text several times
def half_width(text: str) -> str:
    """Return text with full-width digits, letters and marks made half-width, gaps removed."""
    return re.sub(r"\s+", "", nfkc(text))
