"""Enums whose members have a Chinese label."""

import enum
from typing import Self


class Labelled(enum.Enum):
    """An enum stored by value and shown by label: `ARMY = ("ARMY", "陆军")`.

    A third item is the tone of its tag on pages: ok, wait, info, bad or gold; without it, grey.
    """

    label: str
    tone: str

    def __new__(cls, value: str, label: str = "", tone: str = "") -> Self:
        """Store label and tone on the member; its value is the first item."""
        member = object.__new__(cls)
        member._value_ = value
        member.label = label
        member.tone = tone
        return member

    @classmethod
    def get(cls, value: str | None) -> Self | None:
        """Return the member with this value, None where there is none."""
        return next((member for member in cls if member.value == value), None)

    @classmethod
    def choices(cls, *members: Self) -> list[tuple[str, str]]:
        """Return (value, label) pairs for a select: of all members or of those given."""
        return [(str(member.value), member.label) for member in members or tuple(cls)]
