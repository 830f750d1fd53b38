"""The reviewed material of the demo county, read from `data/`."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
Lines = tuple[str, ...]


@dataclass(frozen=True)
class Grade:
    """One level of a trade: titles, pay range and required certificates."""

    titles: Lines
    pay: tuple[int, int]
    period: str
    certificates: Lines
    lines: Lines


@dataclass(frozen=True)
class Trade:
    """An occupation as local employers describe it. `word` is its everyday name."""

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


@dataclass(frozen=True)
class FirmKind:
    """A kind of employer, how many of them, and the trades they hire."""

    key: str
    industry: str
    prefix: str
    count: int
    vacancies: tuple[int, int]
    staffing: Lines
    names: Lines
    trades: Lines
    intros: Lines
    brands: str


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
    return tuple(FirmKind(**_frozen(entry)) for entry in _read(DATA / "firms.json"))


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


def _frozen(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: _as_tuple(value) for name, value in entry.items()}


def _as_tuple(value: Any) -> Any:
    return tuple(map(_as_tuple, value)) if isinstance(value, list) else value
