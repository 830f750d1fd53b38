"""Texts without what must not be stored at all: unit designations and identity numbers."""

from people.secrecy.designations import find_designations
from people.secrecy.private_numbers import Kind, find_private

UNIT, NUMBER = "某部", "（号码没有留）"


def redact(text: str) -> str:
    """Return a text with each designation and each identity number replaced."""
    for unit in reversed(find_designations(text)):
        text = text[: unit.start] + UNIT + text[unit.end :]
    for number in reversed(find_private(text, (Kind.IDENTITY,))):
        text = text[: number.start] + NUMBER + text[number.end :]
    return text
