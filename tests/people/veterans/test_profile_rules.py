"""Rules of a profile: every fault is found, a value that is missing is not judged."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from core import clock
from core.errors import DomainError
from people.veterans import rules
from people.veterans.models import ResettlementMode, SoldierClass

EARLY, LATE = date(2010, 12, 1), date(2020, 12, 1)
TOMORROW = clock.today() + timedelta(days=1)


def faults(rule: Callable[..., object], *values: object) -> list[str | None]:
    """Return the fields a rule refuses."""
    try:
        rule(*values)
    except DomainError as error:
        return [one.field for one in (error, *error.others)]
    return []


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ((EARLY, LATE, "四级军士长"), []),
        ((EARLY, LATE, ""), []),
        ((None, None, "四级军士长"), []),
        ((LATE, EARLY, "四级军士长"), ["ended_on"]),
        ((LATE, EARLY, "二级上士"), ["ended_on", "rank"]),
        ((TOMORROW, EARLY, "二级上士"), ["started_on", "ended_on", "rank"]),
        ((TOMORROW, TOMORROW, ""), ["started_on", "ended_on"]),
    ],
)
def test_a_spell_of_service(values: tuple[object, ...], fields: list[str]) -> None:
    assert faults(rules.check_service, *values) == fields


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        (("A2 驾照", EARLY, LATE), []),
        (("A2 驾照", None, EARLY), []),
        (("A1证、A2证", TOMORROW, LATE), ["issued_on", "expires_on", "name"]),
    ],
)
def test_a_certificate(values: tuple[object, ...], fields: list[str]) -> None:
    assert faults(rules.check_credential, *values) == fields


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ((None, ResettlementMode.TRANSFER, None), []),
        ((SoldierClass.OFFICER, None, None), []),
        ((SoldierClass.OFFICER, ResettlementMode.TRANSFER, None), []),
        ((SoldierClass.CONSCRIPT, ResettlementMode.TRANSFER, None), ["resettlement_mode"]),
        ((SoldierClass.OFFICER, ResettlementMode.SELF_CHOICE, None), ["retired_on"]),
        (
            (SoldierClass.CONSCRIPT, ResettlementMode.TRANSFER, TOMORROW),
            ["retired_on", "resettlement_mode"],
        ),
    ],
)
def test_a_resettlement(values: tuple[object, ...], fields: list[str]) -> None:
    assert faults(rules.check_resettlement, *values) == fields


def test_places_are_read_with_any_separator() -> None:
    assert rules.codes_of_places("常州,佛山；常州 佛山") == ["3204", "4406"]
    assert rules.codes_of_places("") == []


CHILD = clock.today().replace(year=clock.today().year - 15)


@pytest.mark.parametrize(
    ("day", "fields"),
    [
        (date(1899, 12, 31), ["born_on"]),
        (date(1900, 1, 1), []),
        (CHILD, ["born_on"]),
        (TOMORROW, ["born_on"]),
        (None, []),
    ],
)
def test_a_birth_date(day: date | None, fields: list[str]) -> None:
    assert faults(lambda: rules.check_birth(day, field="born_on")) == fields


@pytest.mark.parametrize(
    ("started_on", "ended_on", "field"),
    [
        (date(1, 1, 1), date(2, 1, 1), "started_on"),
        (date(1800, 1, 1), LATE, "started_on"),
        (date(1950, 1, 1), LATE, "started_on"),
        (date(1960, 12, 2), LATE, None),
    ],
)
def test_a_spell_nobody_can_have_served(
    started_on: date, ended_on: date, field: str | None
) -> None:
    found = faults(rules.check_spell, started_on, ended_on)

    assert (found[0] if found else None) == field


@pytest.mark.parametrize(
    ("what", "day", "fields"),
    [
        ("started", date(2001, 12, 31), ["here"]),
        ("started", date(2002, 1, 1), []),
        ("retired", date(2005, 12, 31), ["here"]),
        ("retired", date(2006, 1, 1), []),
        ("worked", date(1950, 1, 1), ["here"]),
        ("worked", date(2002, 1, 1), []),
    ],
)
def test_an_age_nobody_serves_or_retires_at(what: str, day: date, fields: list[str]) -> None:
    born_on = date(1990, 1, 1)

    assert faults(lambda: rules.check_life(born_on, field="here", **{what: day})) == fields
