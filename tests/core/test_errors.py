"""Refusals are collected, also where a check inside has collected several itself."""

import pytest

from core.errors import DomainError, NotFoundError, Refusals


def two_faults() -> None:
    refusals = Refusals()
    refusals.add("甲", field="a")
    refusals.add("乙", field="b")
    refusals.raise_if_any()


def test_every_refusal_of_nested_checks_is_raised_in_order() -> None:
    refusals = Refusals()
    refusals.add("先", field="first")
    with refusals.collecting():
        two_faults()

    with pytest.raises(DomainError) as caught:
        refusals.raise_if_any()

    messages = [one.message for one in (caught.value, *caught.value.others)]
    assert messages == ["先", "甲", "乙"]


def test_an_error_with_its_own_page_passes() -> None:
    with pytest.raises(NotFoundError), Refusals().collecting():
        raise NotFoundError


def test_nothing_refused_raises_nothing() -> None:
    Refusals().raise_if_any()
