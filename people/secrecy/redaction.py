"""Texts without what must not be stored at all: unit designations and identity numbers."""

import re

from people.secrecy.designations import find_designations

UNIT, NUMBER = "某部", "（号码没有留）"
_DIGIT, _GAP = "[0-9０-９]", r"[ \-‐-―]?"
# An identity number by its parts: place, date of birth, order, check; blanks do not hide it.
_IDENTITY = re.compile(
    rf"(?<![0-9A-Za-z０-９])(?:{_DIGIT}{_GAP}){{6}}[12１２]{_GAP}[09０９]{_GAP}(?:{_DIGIT}{_GAP}){{2}}"
    rf"[01０１]{_GAP}{_DIGIT}{_GAP}[0-3０-３]{_GAP}(?:{_DIGIT}{_GAP}){{4}}[0-9Xx０-９Ｘｘ](?![0-9A-Za-z０-９])"
)


def redact(text: str) -> str:
    """Return a text with each designation and each identity number replaced."""
    for hit in reversed(find_designations(text)):
        text = text[: hit.start] + UNIT + text[hit.end :]
    return _IDENTITY.sub(NUMBER, text)
