"""Runs of digits in a folded text: groups of digits, and what is written between them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from people.secrecy.disguises import LOOK_ALIKES, SPOKEN

MOST_BETWEEN = 4  # characters between two groups of one number
SPOKEN_MARKS = "杠横点空减"  # how people say a dash, a dot or a blank
_WRITTEN = re.compile("[0-9OolI]+")
_FIGURES = re.compile("[0-9]+|[OolI]+")
_SPOKEN = re.compile(f"[{''.join(SPOKEN)}]+")


@dataclass(frozen=True)
class Group:
    """Digits side by side in one script: in figures, in words or in letters that look alike."""

    digits: str
    start: int
    end: int
    is_spoken: bool = False
    is_alike: bool = False  # letters that look like digits


@dataclass(frozen=True)
class Run:
    """Groups of digits with nothing but marks between; `gaps[i]` precedes `groups[i]`.

    The first gap and the one after the last group are None.
    """

    groups: tuple[Group, ...]
    gaps: tuple[str | None, ...]

    @cached_property
    def digits(self) -> str:
        """The digits of all groups."""
        return "".join(group.digits for group in self.groups)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each group starts in `digits`, and where the last one ends."""
        sizes = (len(group.digits) for group in self.groups)
        return tuple(accumulate(sizes, initial=0))

    @cached_property
    def _last(self) -> dict[int, int]:
        """Which group ends at a place in `digits`."""
        return {end: place for place, end in enumerate(self.starts[1:])}

    def window(self, first: int, size: int) -> "Window | None":
        """Return the groups from one on that have just so many digits, None where none end so."""
        last = self._last.get(self.starts[first] + size)
        if last is None:
            return None
        gaps = tuple(gap or "" for gap in self.gaps[first + 1 : last + 1])
        is_bounded = self.gaps[first] != "" and self.gaps[last + 1] != ""
        return Window(self.groups[first : last + 1], gaps, is_bounded)


@dataclass(frozen=True)
class Window:
    """Some groups of a run side by side: what may be one number."""

    groups: tuple[Group, ...]
    gaps: tuple[str, ...]  # between the groups
    is_bounded: bool  # no digit touches it

    @property
    def digits(self) -> str:
        """The digits of all groups."""
        return "".join(group.digits for group in self.groups)

    @property
    def true(self) -> int:
        """How many digits are no look-alike letters."""
        return sum(len(group.digits) for group in self.groups if not group.is_alike)

    @property
    def scripts(self) -> tuple[int, ...]:
        """How many digits each group has."""
        return tuple(len(group.digits) for group in self.groups)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many digits there are between one mark and the next, in whatever script."""
        sizes = [0]
        for group, gap in zip(self.groups, ("", *self.gaps), strict=True):
            if gap:
                sizes.append(0)
            sizes[-1] += len(group.digits)
        return tuple(sizes)

    @property
    def marks(self) -> tuple[str, ...]:
        """What is written between the sizes."""
        return tuple(filter(None, self.gaps))

    @property
    def span(self) -> tuple[int, int]:
        """Where it starts and ends in the folded text."""
        return self.groups[0].start, self.groups[-1].end


def runs_of(plain: str) -> Iterator[Run]:
    """Yield the runs of a folded text, in its order."""
    groups: list[Group] = []
    gaps: list[str | None] = []
    for group in _groups(plain):
        gap = plain[groups[-1].end : group.start] if groups else None
        if gap is not None and not _is_gap(gap):
            yield Run(tuple(groups), (*gaps, None))
            groups, gaps, gap = [], [], None
        groups.append(group)
        gaps.append(gap)
    if groups:
        yield Run(tuple(groups), (*gaps, None))


def _groups(plain: str) -> Iterator[Group]:
    """Yield the groups; letters count as digits only beside digits and beside no other letter."""
    inside = 0
    for match in _WRITTEN.finditer(plain):
        yield from _spoken(plain, inside, match.start())
        inside = match.end()
        if any(character.isdecimal() for character in match.group()):
            yield from _figures(plain, match)
    yield from _spoken(plain, inside, len(plain))


def _spoken(plain: str, start: int, end: int) -> Iterator[Group]:
    for match in _SPOKEN.finditer(plain, start, end):
        digits = "".join(SPOKEN[one] for one in match.group())
        yield Group(digits, match.start(), match.end(), is_spoken=True)


def _figures(plain: str, written: re.Match[str]) -> Iterator[Group]:
    for match in _FIGURES.finditer(plain, written.start(), written.end()):
        if match.group().isdecimal():
            yield Group(match.group(), match.start(), match.end())
        elif not _is_in_word(plain, written, match):
            digits = "".join(LOOK_ALIKES[one] for one in match.group())
            yield Group(digits, match.start(), match.end(), is_alike=True)


def _is_in_word(plain: str, written: re.Match[str], letters: re.Match[str]) -> bool:
    """Return whether look-alike letters at the edge of digits belong to a word."""
    before = plain[max(0, written.start() - 1) : written.start()]
    after = plain[written.end() : written.end() + 1]
    return (letters.start() == written.start() and _is_latin(before)) or (
        letters.end() == written.end() and _is_latin(after)
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _is_gap(gap: str) -> bool:
    """Return whether a text is what people write between the groups of one number."""
    return len(gap) <= MOST_BETWEEN and all(map(_is_mark, gap))


def _is_mark(character: str) -> bool:
    return character in SPOKEN_MARKS or unicodedata.category(character)[0] in "PSZC"
