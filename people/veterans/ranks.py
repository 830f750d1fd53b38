"""Ranks of soldiers by the table in force, which changed in 1999, 2009 and 2022."""

from datetime import date

from core.errors import DomainError
from people.veterans.models import RankSystem

# 士兵军衔 since 2022-03-31; the tables before it by the reforms of December 1999 and 2009.
STARTS = (
    (date(2022, 3, 31), RankSystem.SINCE_2022),
    (date(2009, 12, 1), RankSystem.FROM_2009),
    (date(1999, 12, 1), RankSystem.FROM_1999),
)
RANKS: dict[RankSystem, tuple[str, ...]] = {
    RankSystem.SINCE_2022: (
        "列兵", "上等兵", "下士", "中士", "二级上士", "一级上士", "三级军士长", "二级军士长",
        "一级军士长",
    ),
    RankSystem.FROM_2009: (
        "列兵", "上等兵", "下士", "中士", "上士", "四级军士长", "三级军士长", "二级军士长",
        "一级军士长",
    ),
    RankSystem.FROM_1999: (
        "列兵", "上等兵", "一级士官", "二级士官", "三级士官", "四级士官", "五级士官", "六级士官",
    ),
    RankSystem.BEFORE_1999: ("列兵", "上等兵", "下士", "中士", "上士", "专业军士", "军士长"),
    RankSystem.OFFICER: (
        "少尉", "中尉", "上尉", "少校", "中校", "上校", "大校", "少将", "中将", "上将",
    ),
}  # fmt: skip


def rank_system_on(day: date, *, officer: bool = False) -> RankSystem:
    """Return the table of ranks in force on a day, usually the last day of a spell of service."""
    if officer:
        return RankSystem.OFFICER
    return next((system for start, system in STARTS if day >= start), RankSystem.BEFORE_1999)


def is_officer_rank(rank: str) -> bool:
    """Return whether a rank is an officer's."""
    return rank in RANKS[RankSystem.OFFICER]


def rank_system_of(rank: str, ended_on: date) -> RankSystem:
    """Return the table of ranks for the rank held on the last day of a spell of service."""
    return rank_system_on(ended_on, officer=is_officer_rank(rank))


def check_rank(rank: str, ended_on: date | None) -> None:
    """Raise DomainError for a rank that did not exist on the last day of a spell of service."""
    if not rank or ended_on is None:
        return
    known = RANKS[rank_system_of(rank, ended_on)]
    if rank not in known:
        message = f"{ended_on.year}年没有“{rank}”这个军衔，当时有：{'、'.join(known)}。"
        raise DomainError(message, field="rank")


def all_ranks() -> list[str]:
    """Return every rank of every table once, in the order of the tables."""
    return list(dict.fromkeys(rank for ranks in RANKS.values() for rank in ranks))
