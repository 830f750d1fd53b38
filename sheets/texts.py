"""Text of cells in the one form in which it is compared."""

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=64)  # one row asks for the same text several times
def half_width(text: str) -> str:
    """Return text with full-width digits, letters and marks made half-width, gaps removed."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
