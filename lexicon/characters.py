"""One writing of characters: NFKC, at a cost that grows with the text and no faster."""

import re
import unicodedata

# Python sorts a run of combining marks in quadratic time, so a long text is normalised in pieces,
# cut before a character that combines with nothing: ASCII or Han. A piece without one is cut hard.
_PIECES = re.compile(
    r"[\x00-\U0010ffff]{1,200}(?=[\x00-\x7f\u4e00-\u9fff]|\Z)|[\x00-\U0010ffff]{200}"
)
# Marks that show nothing: of direction, joiners, soft hyphens, fillers that count as letters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u08e2\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def nfkc(text: str) -> str:
    """Return the text in Unicode's NFKC: full-width letters and digits become half-width."""
    if text.isascii():
        return text
    if len(text) <= 200:
        return unicodedata.normalize("NFKC", text)
    return "".join(unicodedata.normalize("NFKC", piece) for piece in _PIECES.findall(text))


def drop_invisible(text: str) -> str:
    """Return the text without characters that show nothing; they come with pasted text."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)
