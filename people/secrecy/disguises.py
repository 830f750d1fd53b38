"""Text as a reader understands it: the digits of every writing as 0 to 9, nothing invisible."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lexicon.characters import drop_invisible, nfkc

# How numbers are spelled: in characters, in capitals of cheques, and over the radio.
SPOKEN = {
    **dict(zip("〇一二三四五六七八九", "0123456789", strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", "0123456789", strict=True)),
    **dict(zip("○弌貳參肆伍陸柒捌玖", "0123456789", strict=True)),
    "洞": "0",
    "幺": "1",
    "么": "1",
    "两": "2",
    "拐": "7",
    "勾": "9",
}
LOOK_ALIKES = {"O": "0", "o": "0", "l": "1", "I": "1"}
# Characters whose half-width writing is one character as well: nearly every text has no other.
_ONE_EACH = re.compile(
    r"[\t\n\x20-\x7e\u4e00-\u9fff\uff01-\uff5e\u3000-\u3002\u3008-\u3011“”‘’—·]*"
)
_OVERLAYS = "\ufe0e\ufe0f\u20e3"  # 1 with both is the key 1️⃣


@dataclass(frozen=True)
class Folded:
    """A text folded for reading; `origin` has the place in the typed text of each position.

    `origin` has one entry more than `plain`: the end of the typed text.
    """

    typed: str
    plain: str
    origin: Sequence[int]

    def typed_span(self, start: int, end: int) -> tuple[int, int]:
        """Return what a span of the folded text covers in the typed one, overlays included."""
        last = self.origin[end - 1] + 1
        while last < len(self.typed) and self.typed[last] in _OVERLAYS:
            last += 1
        return self.origin[start], last


@lru_cache(maxsize=16)  # two finders read the same text
def folded(text: str) -> Folded:
    """Return a text in half width, with its digits plain and without what shows nothing."""
    if _ONE_EACH.fullmatch(text):
        return Folded(text, nfkc(text), range(len(text) + 1))
    plain: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(text):
        written = _written(character)
        plain.append(written)
        origin.extend([position] * len(written))
    return Folded(text, "".join(plain), (*origin, len(text)))


@lru_cache(maxsize=8192)
def _written(character: str) -> str:
    if character in _OVERLAYS:
        return ""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    return drop_invisible(nfkc(character))
