"""One writing of characters: NFKC, at a cost that grows with the text and no faster."""

import re
import unicodedata

# Python sorts a run of combining marks in quadratic time, so a long text is normalised in pieces,
# cut before a character that combines with nothing: ASCII or Han. A piece without one is cut hard.
_PIECES = re.compile(
    r"[\x00-\U0010ffff]{1,200}(?=[\x00-\x7f\u4e00-\u9fff]|\Z)|[\x00-\U0010ffff]{200}"
)


def nfkc(text: str) -> str:
    """Return the text in Unicode's NFKC: full-width letters and digits become half-width."""
    if text.isascii():
        return text
    if len(text) <= 200:
        return unicodedata.normalize("NFKC", text)
    return "".join(unicodedata.normalize("NFKC", piece) for piece in _PIECES.findall(text))
