"""The divisions as data: names, containment and nearness. No database."""

import csv
import enum
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lexicon.characters import nfkc

DATA = Path(__file__).with_name("data") / "divisions.csv"
CODE_LENGTHS = (2, 4, 6, 9)  # province, city, county, township
SEPARATORS = re.compile(r"[\s\-—–·・,，、。:：/|>()（）]+")
LABELS = re.compile(r"^(中国|(工作|上班|就业|公司)?(地点|地址|区域|城市|地区))+")
# Read only behind the name of the county: there is a 开发区 in every county.
ONLY_IN_COUNTY = {"340321401": ("经济开发区", "经开区", "开发区")}
NOT_A_PLACE = ("大理石",)
SUFFIXES = "省市县区镇乡州盟"  # 朝阳 names a city, 朝阳区 does not


class Nearness(enum.IntEnum):
    """How near two places are; a smaller number is nearer."""

    SAME_TOWNSHIP = 0
    SAME_COUNTY = 1
    SAME_CITY = 2
    SAME_PROVINCE = 3
    ELSEWHERE = 4


@dataclass(frozen=True)
class Place:
    """One line of the divisions file."""

    code: str
    name: str
    level: str
    short_name: str
    map_row: int | None
    map_column: int | None


@cache
def places() -> dict[str, Place]:
    """Return every division by its code, in the order of the codes."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _place(row) for row in csv.DictReader(file)}


def place_words() -> set[str]:
    """Return the names of places as people write them, long and short, two characters or more."""
    names = {name for place in places().values() for name in (place.name, place.short_name)}
    return {name for name in names if len(name) > 1}


def _place(row: dict[str, str]) -> Place:
    return Place(
        row["code"],
        row["name"],
        row["level"],
        row["short_name"],
        int(row["map_row"]) if row["map_row"] else None,
        int(row["map_column"]) if row["map_column"] else None,
    )


def ancestors(code: str) -> list[Place]:
    """Return the divisions that contain a code, the code itself last; unknown ones are left out."""
    cuts = (code[:length] for length in CODE_LENGTHS if length <= len(code))
    return [places()[cut] for cut in cuts if cut in places()]


def covers(outer: str, inner: str) -> bool:
    """Return whether `inner` is `outer` or a part of it."""
    return bool(outer) and inner.startswith(outer)


def nearness(one: str | None, other: str | None) -> Nearness:
    """Return how near two places are; a place known only as a county is in no township."""
    if not one or not other:
        return Nearness.ELSEWHERE
    for length, found in zip((9, 6, 4, 2), Nearness, strict=False):
        if len(one) >= length and one[:length] == other[:length]:
            return found
    return Nearness.ELSEWHERE


def place_name(code: str | None) -> str:
    """Return a place as written locally: 怀远县榴城镇, 蚌埠市怀远县, 浙江省宁波市江北区."""
    chain = ancestors(code or "")
    if not chain:
        return ""
    if len(chain) == 4:
        county, township = chain[2:]
        chain = [township] if county.short_name in township.name else [county, township]
    elif len(chain) > 1 and chain[0].code == "34":
        chain = chain[1:]
    return "".join(place.name for place in chain)


def find_place(text: str) -> str | None:
    """Return the code of the place a text begins with, None where it names none for certain.

    Long and short names, with or without the place that contains them, and any separators are
    read. A name of several places (江北区) counts only behind the name of the one containing it.
    """
    rest = LABELS.sub("", _plain(text))
    found: str | None = None
    while rest:
        hit = _next_name(rest, found)
        if hit is None:
            break
        found, rest = hit
    return found


def _plain(text: str) -> str:
    return SEPARATORS.sub("", nfkc(text))


def _next_name(rest: str, inside: str | None) -> tuple[str, str] | None:
    """Read one name off the head of a text: the longest that can only mean one place."""
    if rest.startswith(NOT_A_PLACE):
        return None
    for length in range(min(len(rest), _longest_name()), 1, -1):
        code = _meant(rest[:length], rest[length:], inside or "")
        if code is not None:
            return code, rest[length:]
    return None


def _meant(name: str, behind: str, inside: str) -> str | None:
    codes = [code for code in _by_name().get(name, ()) if _may_mean(code, name, behind, inside)]
    if len(codes) > 1:  # 吉林 is a province and its city: the wider one holds both
        codes = [code for code in codes if all(covers(code, other) for other in codes)]
    return codes[0] if len(codes) == 1 else None


def _may_mean(code: str, name: str, behind: str, inside: str) -> bool:
    if code == inside or not code.startswith(inside):
        return False
    if name in ONLY_IN_COUNTY.get(code, ()):
        return len(inside) == 6
    if name == places()[code].name or not behind:
        return True
    if behind[0] in SUFFIXES:
        return False
    # Short names of counties and towns are also common words: 古城, 大观.
    return len(code) <= 4 or bool(inside)


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for code, place in places().items():
        for name in {place.name, place.short_name, *ONLY_IN_COUNTY.get(code, ())}:
            table.setdefault(name, []).append(code)
    return {name: tuple(codes) for name, codes in table.items()}


@cache
def _longest_name() -> int:
    return max(len(name) for name in _by_name())
