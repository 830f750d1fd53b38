"""Stretches of a text, chosen so that none overlaps another, in time that grows with the text."""

from collections.abc import Iterable
from typing import Protocol, TypeVar


class _Stretch(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Stretch = TypeVar("Stretch", bound=_Stretch)


def without_overlaps(ranked: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches in this order, leaving out each that overlaps one before it."""
    kept: list[Stretch] = []
    taken = bytearray()
    for one in ranked:
        taken.extend(bytes(max(0, one.end - len(taken))))
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            kept.append(one)
    return kept
