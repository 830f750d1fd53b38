"""Lengths of time: inclusive last days, spells that overlap, full months in words."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexicon.durations import (
    A_DAY,
    Spell,
    in_words,
    months_of,
    months_passed,
    passed_in_words,
    united,
)

DAYS = st.dates(date(1960, 1, 1), date(2030, 12, 31))
SPELLS = st.lists(
    st.tuples(DAYS, st.integers(0, 3_000)).map(
        lambda drawn: Spell(drawn[0], drawn[0] + timedelta(days=drawn[1]))
    ),
    max_size=6,
)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2022, 9, 1), date(2024, 8, 31), 24),
        (date(2025, 1, 1), date(2025, 12, 31), 12),
        (date(2022, 9, 1), date(2024, 8, 30), 23),
        (date(2010, 12, 15), date(2018, 12, 14), 96),
        (date(2024, 2, 29), date(2025, 2, 27), 11),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2023, 1, 31), date(2023, 2, 28), 1),
        (date(2024, 5, 1), date(2024, 5, 30), 0),
        (date(2024, 5, 1), date(2024, 5, 31), 1),
        (date(2024, 5, 2), date(2024, 5, 1), 0),
    ],
)
def test_the_last_day_of_a_spell_counts(first, last, months):
    assert months_of([Spell(first, last)]) == months


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2010, 12, 1), date(2018, 12, 1), 96),
        (date(2010, 12, 15), date(2018, 12, 14), 95),
        (date(2024, 1, 31), date(2024, 2, 29), 0),
        (date(2024, 5, 1), date(2024, 3, 1), 0),
    ],
)
def test_only_full_months_have_passed(start, end, months):
    assert months_passed(start, end) == months


def test_overlapping_spells_count_once_and_gaps_do_not_count():
    long = Spell(date(2015, 9, 1), date(2020, 8, 31))
    inside = Spell(date(2017, 9, 1), date(2020, 8, 31))
    later = Spell(date(2022, 1, 1), date(2022, 12, 31))

    assert months_of([long, inside]) == 60
    assert months_of([inside, later, long]) == 72


def test_short_spells_apart_add_up():
    shifts = [Spell(date(2024, month, 1), date(2024, month, 25)) for month in range(1, 11)]

    assert months_of(shifts[:1]) == 0
    assert months_of(shifts) == 250 // 31


@given(SPELLS)
def test_united_spells_have_the_same_days_and_a_gap_between(spells):
    found = united(spells)

    assert _days(found) == _days(spells)
    assert sum((last - first).days + 1 for first, last in found) == len(_days(spells))
    assert all(later.first - earlier.last > A_DAY for earlier, later in pairwise(found))


def _days(spells: list[Spell]) -> set[int]:
    return {day for first, last in spells for day in range(first.toordinal(), last.toordinal() + 1)}


@given(SPELLS, st.randoms())
def test_order_and_repetition_change_nothing(spells, random):
    shuffled = [*spells, *spells]
    random.shuffle(shuffled)

    assert months_of(shuffled) == months_of(spells)


@given(DAYS, st.integers(1, 3_000), st.data())
def test_a_spell_cut_in_two_is_as_long(first, length, data):
    last = first + timedelta(days=length)
    cut = first + timedelta(days=data.draw(st.integers(0, length - 1)))

    assert months_of([Spell(first, cut), Spell(cut + A_DAY, last)]) == months_of(
        [Spell(first, last)]
    )


@given(SPELLS, DAYS, st.integers(0, 3_000))
def test_a_spell_apart_from_the_others_never_makes_the_time_shorter(spells, first, length):
    more = Spell(first, first + timedelta(days=length))
    around = Spell(more.first - A_DAY, more.last + A_DAY)
    apart = [one for one in spells if one.last < around.first or one.first > around.last]

    assert months_of([*apart, more]) >= months_of(apart) + months_of([more])


@given(DAYS, st.integers(0, 20_000))
def test_a_longer_spell_is_never_shorter_in_months(first, length):
    last = first + timedelta(days=length)

    assert 0 <= months_of([Spell(first, last + A_DAY)]) - months_of([Spell(first, last)]) <= 1


@given(SPELLS)
def test_months_never_exceed_the_days(spells):
    """A year has 365 days, or more; twelve months in a row have no fewer."""
    months, days = months_of(spells), len(_days(spells))

    assert months // 12 * 365 <= days + 3 * len(spells)  # up to three days a February is shorter
    assert days < (months + len(spells)) * 31 + 31


@given(DAYS, st.integers(1, 60))
def test_a_year_is_called_full_on_its_last_day_and_not_before(first, years):
    after = date(first.year + years, first.month, 1) + (first.day - 1) * A_DAY

    assert in_words(months_of([Spell(first, after - A_DAY)])) == f"{years} 年"
    assert not in_words(months_of([Spell(first, after - 2 * A_DAY)])).startswith(f"{years} 年")


@given(st.integers(1, 1_000))
def test_words_and_months_are_the_same_length(months):
    years, rest = divmod(months, 12)

    assert in_words(months) == " ".join(
        [f"{years} 年"] * bool(years) + [f"{rest} 个月"] * bool(rest)
    )


def test_less_than_a_month_is_called_so():
    assert in_words(0) == "不到 1 个月"
    assert in_words(months_of([Spell(date(2024, 5, 1), date(2024, 5, 20))])) == "不到 1 个月"


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (date(2026, 11, 30), "0 天"),
        (date(2026, 10, 1), "60 天"),
        (date(2026, 9, 30), "2 个月"),
        (date(2025, 11, 30), "1 年"),
        (date(2025, 12, 1), "11 个月"),
        (date(1996, 11, 30), "30 年"),
        (date(2026, 12, 5), "0 天"),
    ],
)
def test_a_long_time_ago_is_shown_in_months_and_years(start, words):
    assert passed_in_words(start, date(2026, 11, 30)) == words
