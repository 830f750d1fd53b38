"""The reviewed material of the demo county, read from `data/`."""

import json
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
Lines = tuple[str, ...]


@dataclass(frozen=True)
class Grade:
    """One level of a trade: titles, pay range and required certificates.

    One for beginners asks for no years of work.
    """

    titles: Lines
    pay: tuple[int, int]
    period: str
    certificates: Lines
    lines: Lines
    beginners: bool = False


@dataclass(frozen=True)
class Trade:
    """An occupation as local employers describe it. `word` is its everyday name.

    `slots` are the words a kind of firm fills into its sentences instead of the usual ones.
    """

    key: str
    code: str
    word: str
    grades: tuple[Grade, ...]
    duties: Lines
    requirements: Lines
    shifts: tuple[tuple[str, bool | None], ...]
    schooling: tuple[str | None, ...]
    years: tuple[int | None, ...]
    age: tuple[int, str] | None
    heads: tuple[int, int]
    extras: Lines
    slots: dict[str, Lines] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Hire:
    """A trade a kind of firm hires and how often: one reduced trade for each title it uses."""

    offers: tuple[Trade, ...]
    weight: int


@dataclass(frozen=True)
class FirmKind:
    """A kind of employer, how many of them, and the trades they hire.

    `names` are those of one line of business, so that each fits every trade and introduction.
    """

    key: str
    industry: str
    prefix: str
    count: int
    vacancies: tuple[int, int]
    staffing: Lines
    names: Lines
    hires: tuple[Hire, ...]
    intros: Lines
    brands: str

    @property
    def titles(self) -> frozenset[str]:
        """Every title its vacancies may have."""
        return frozenset(offer.grades[0].titles[0] for hire in self.hires for offer in hire.offers)


@dataclass(frozen=True)
class Career:
    """A military trade, the skills it teaches and the civilian work that follows.

    A specialty may name the one branch that has it (舰艇电工@NAVY); `until` gives the last year
    in which a branch had the trade, `first_year` the first in which a person left it.
    """

    key: str
    weight: int
    is_officer: bool
    first_year: int
    min_years: int
    women: float
    branches: Lines
    until: dict[str, int]
    specialties: Lines
    duties: Lines
    licences: Lines
    certificates: dict[str, float]
    pay: tuple[int, int]
    skills: Lines
    wishes: tuple[Lines, ...]
    works: tuple[dict[str, Any], ...]


@cache
def trades() -> dict[str, Trade]:
    """Return every trade by its key, in the order of the files."""
    entries = (entry for path in sorted((DATA / "trades").glob("*.json")) for entry in _read(path))
    return {entry["key"]: _trade(entry) for entry in entries}


@cache
def firm_kinds() -> tuple[FirmKind, ...]:
    """Return the kinds of employers."""
    return tuple(_firm_kind(entry) for entry in _read(DATA / "firms.json"))


@cache
def trade_of(title: str) -> Trade | None:
    """Return the trade a vacancy's title belongs to, None where no trade has it."""
    return _by_title().get(plain_title(title))


def plain_title(title: str) -> str:
    """Return a title without the words that urge, such as 急招."""
    urgent = next((word for word in texts()["urgent"] if title.startswith(word)), "")
    return title.removeprefix(urgent)


@cache
def _by_title() -> dict[str, Trade]:
    return {
        title: trade
        for trade in trades().values()
        for grade in trade.grades
        for title in grade.titles
    }


@cache
def careers() -> tuple[Career, ...]:
    """Return the military trades."""
    return tuple(Career(**_frozen(entry)) for entry in _read(DATA / "careers.json"))


@cache
def names() -> dict[str, Lines]:
    """Return surnames (one string each), given names, brands and roads."""
    return {key: tuple(values) for key, values in _read(DATA / "names.json").items()}


@cache
def texts() -> dict[str, Any]:
    """Return the phrases of which vacancies and profiles are composed."""
    phrases: dict[str, Any] = _read(DATA / "texts.json")
    return phrases


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _trade(entry: dict[str, Any]) -> Trade:
    grades = tuple(Grade(**_frozen(grade)) for grade in entry["grades"])
    return Trade(**_frozen(entry) | {"grades": grades})


def _firm_kind(entry: dict[str, Any]) -> FirmKind:
    slots = _frozen(entry.get("slots", {}))
    hires = tuple(
        Hire(_offers(trades()[key], titles, slots), weight)
        for key, weight, *titles in entry["hires"]
    )
    facts = {name: value for name, value in entry.items() if name != "slots"}
    return FirmKind(**_frozen(facts) | {"hires": hires})


def _offers(trade: Trade, titles: list[str], slots: dict[str, Lines]) -> tuple[Trade, ...]:
    """Return a trade once for each of its titles, or of those that are named."""
    return tuple(
        replace(trade, grades=(replace(grade, titles=(title,)),), slots=slots)
        for grade in trade.grades
        for title in grade.titles
        if not titles or title in titles
    )


def _frozen(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: _as_tuple(value) for name, value in entry.items()}


def _as_tuple(value: Any) -> Any:
    return tuple(map(_as_tuple, value)) if isinstance(value, list) else value
