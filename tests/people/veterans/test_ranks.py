"""Ranks follow the table that was in force."""

from datetime import date

import pytest

from people.veterans.models import RankSystem
from people.veterans.ranks import RANKS, all_ranks, is_officer_rank, rank_system_on


@pytest.mark.parametrize(
    ("day", "system"),
    [
        (date(2022, 3, 31), RankSystem.SINCE_2022),
        (date(2022, 3, 30), RankSystem.FROM_2009),
        (date(2009, 12, 1), RankSystem.FROM_2009),
        (date(2009, 11, 30), RankSystem.FROM_1999),
        (date(1999, 12, 1), RankSystem.FROM_1999),
        (date(1999, 11, 30), RankSystem.BEFORE_1999),
    ],
)
def test_the_table_is_that_of_the_day(day: date, system: RankSystem) -> None:
    assert rank_system_on(day) is system


def test_an_officer_has_the_officers_table_on_every_day() -> None:
    assert rank_system_on(date(2000, 1, 1), officer=True) is RankSystem.OFFICER


def test_every_table_has_ranks_and_none_twice() -> None:
    assert set(RANKS) == set(RankSystem)
    assert all(len(set(ranks)) == len(ranks) > 5 for ranks in RANKS.values())


def test_all_ranks_names_each_once() -> None:
    ranks = all_ranks()

    assert len(ranks) == len(set(ranks))
    assert {"二级上士", "四级军士长", "六级士官", "专业军士", "大校"} <= set(ranks)


def test_only_officers_ranks_are_officers() -> None:
    assert is_officer_rank("上尉")
    assert not is_officer_rank("上士")
