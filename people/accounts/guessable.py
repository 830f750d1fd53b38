"""How much of a password an attacker would have to guess, once what people use most is known.

A password is cut into parts: words from the lists in `data`, names written in pinyin, keyboard
walks, runs and repeats, dates, and single characters. What each adds is in `_cost`.
"""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
SHORTEST_WORD = 4  # shorter entries of the long list are accidents in any random text
SHORTEST_RUN = 3
LONGEST = 128  # characters of a password: what is longer is not read
ROWS = (
    "`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "!@#$%^&*()_+", "789456123",
    "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.", "0p;/",
    "!qaz", "@wsx", "#edc", "$rfv", "147", "258", "369", "159", "357",
)  # fmt: skip
SURNAMES = (
    "li wang zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song "
    "zheng xie han tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lv lyu su lu jiang "
    "cai jia ding wei xue ye yan pan du dai xia zhong tian ren fan fang shi yao tan liao zou xiong "
    "jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan lei qian yin tao nie mei"
)
_SYLLABLE = (
    "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ui"
    "|ao|ou|iu|ie|ve|an|en|in|un|ia|ua|uo|ue|a|o|e|i|u|v)|ang|ai|an|ao|en|er|ou|a|e)"
)
_SURNAME = "|".join(sorted(SURNAMES.split(), key=len, reverse=True))
_NAME = re.compile(f"(?:{_SURNAME}){_SYLLABLE}{{0,2}}")
_YEAR = "(?:19[0-9]{2}|20[0-3][0-9])"
_MONTH, _DAY = "(?:1[0-2]|0?[1-9])", "(?:[12][0-9]|3[01]|0?[1-9])"
_SEPARATOR = "[-./年月_ ]?"
_DATES = tuple(
    re.compile(form)
    for form in (
        f"{_YEAR}{_SEPARATOR}{_MONTH}{_SEPARATOR}{_DAY}日?",
        f"{_DAY}{_SEPARATOR}{_MONTH}{_SEPARATOR}{_YEAR}",
        f"{_MONTH}{_SEPARATOR}{_DAY}{_SEPARATOR}{_YEAR}",
        "[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])",
        f"{_YEAR}{_SEPARATOR}{_MONTH}月?",
        f"{_YEAR}年?",
    )
)
_REPEATED = re.compile(r"(.{1,16}?)\1+")
_PLAIN = str.maketrans("@4031!$5|7", "aaoeiissit")  # as in p@ssw0rd


class Part(enum.Enum):
    """A kind of part of a password."""

    CHARACTER = 0
    RUN = 1  # keyboard walks, repeats, dates
    LOCAL = 2
    COMMON = 3


@dataclass(frozen=True)
class Guess:
    """The cheapest way to guess a password: its cost in characters, and whether words help."""

    cost: float
    has_word: bool


def cheapest_guess(password: str, *, names: tuple[str, ...] = ()) -> Guess:
    """Return the cheapest way to guess a password; `names` are known words of its owner.

    Of a longer text the first LONGEST characters are read, so that no text takes long.
    """
    text = _unrepeated(password[:LONGEST].lower())
    unknown = float("inf")
    # The least cost up to each place, without and with a word so far.
    least = [[0.0, unknown]] + [[unknown, unknown] for _ in text]
    for place in range(len(text)):
        for end, part in _parts(text, place, names):
            for after_word in (False, True):
                cost = least[place][after_word] + _cost(part, text[place], after_word=after_word)
                has_word = after_word or part in (Part.LOCAL, Part.COMMON)
                least[end][has_word] = min(least[end][has_word], cost)
    without, with_word = least[len(text)]
    return Guess(min(without, with_word), has_word=with_word <= without)


def _cost(part: Part, character: str, *, after_word: bool) -> float:
    """Return what a part adds, in characters that have to be guessed."""
    if part is Part.CHARACTER:
        return 0.5 if character.isdigit() else 1.0
    return 3.0 if part is Part.COMMON and after_word else 0.0


def _parts(text: str, place: int, names: tuple[str, ...]) -> Iterator[tuple[int, Part]]:
    """Yield the parts that begin at a place, each with its end."""
    yield place + 1, Part.CHARACTER
    for end in _runs(text, place):
        yield end, Part.RUN
    for pattern in _DATES:
        found = pattern.match(text, place)
        if found:
            yield found.end(), Part.RUN
    name = _NAME.match(text, place)
    if name:
        yield name.end(), Part.COMMON
    yield from _words(text, place, names)


def _words(text: str, place: int, names: tuple[str, ...]) -> Iterator[tuple[int, Part]]:
    common, known = common_passwords(), local_words()
    for end in range(place + 2, min(len(text), place + _longest_word()) + 1):
        piece = text[place:end]
        plain = piece.translate(_PLAIN)
        if piece in known or plain in known or piece in names:
            yield end, Part.LOCAL
        elif end - place >= SHORTEST_WORD and (piece in common or plain in common):
            yield end, Part.COMMON


def _runs(text: str, place: int) -> Iterator[int]:
    """Yield the ends of the keyboard walks and of the longest run (aaa, abc, 321, 1122)."""
    for end in range(place + SHORTEST_RUN, min(len(text), place + _longest_walk()) + 1):
        if text[place:end] in _walks():
            yield end
    for difference in (1, -1):
        end = place + 1
        while end < len(text) and ord(text[end]) - ord(text[end - 1]) in (0, difference):
            end += 1
        if end - place >= SHORTEST_RUN:
            yield end


def _unrepeated(text: str) -> str:
    """Return what is repeated, where a text is nothing but a repetition."""
    found = _REPEATED.fullmatch(text)
    return found[1] if found else text


@cache
def _walks() -> frozenset[str]:
    both = [row for one in ROWS for row in (one, one[::-1])]
    return frozenset(
        row[start:end]
        for row in both
        for start in range(len(row))
        for end in range(start + SHORTEST_RUN, len(row) + 1)
    )


@cache
def _longest_walk() -> int:
    return max(map(len, ROWS))


@cache
def _longest_word() -> int:
    return max(map(len, common_passwords() | local_words()))


@cache
def common_passwords() -> frozenset[str]:
    """Return the passwords found most often in leaks (data/README.md), in lower case."""
    return frozenset((DATA / "common_passwords.txt").read_text(encoding="utf-8").split("\n"))


@cache
def local_words() -> frozenset[str]:
    """Return the words people of this county use, in lower case."""
    lines = (DATA / "local_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
