"""Reads about divisions. They use the divisions file, so they cost no statement."""

from collections.abc import Iterable

from core.errors import NotFoundError
from people.divisions.atlas import (
    Nearness,
    Place,
    covers,
    find_place,
    nearness,
    place_name,
    places,
)

COUNTY = "340321"  # 怀远县, whose bureau this is
CITY = COUNTY[:4]

__all__ = [
    "CITY",
    "COUNTY",
    "Nearness",
    "county_choices",
    "covers",
    "division",
    "find_place",
    "nearness",
    "place_choices",
    "place_name",
    "short_name",
    "township_choices",
    "townships",
]


def division(code: str) -> Place:
    """Return one division. Raises NotFoundError for a code that is not in the file."""
    try:
        return places()[code]
    except KeyError as error:
        raise NotFoundError from error


def townships(county: str = COUNTY) -> list[Place]:
    """Return the townships and street offices of a county, in the order of their codes."""
    return [place for code, place in places().items() if len(code) == 9 and covers(county, code)]


def township_choices(county: str = COUNTY) -> list[tuple[str, str]]:
    """Return (code, name) of the county's units for a select."""
    return [(place.code, place.name) for place in townships(county)]


def county_choices(city: str = CITY) -> list[tuple[str, str]]:
    """Return (code, name) of the counties and districts of a city."""
    found = [place for code, place in places().items() if len(code) == 6 and covers(city, code)]
    return [(place.code, place.name) for place in found]


def place_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return (code, full name) of these places, in the order given."""
    return [(code, place_name(code)) for code in codes]


def short_name(code: str | None) -> str:
    """Return the short name of one division, "" where the code is empty or unknown."""
    place = places().get(code or "")
    return place.short_name if place else ""
