"""Who counts in a year: one person once, by the first new placement of theirs in that year.

A placement counts once it was verified and as long as it is not void. It is new unless the
person has an earlier one that counts with the same employer: a renewal is no new placement. The
figure, the list behind it and its shares by channel all use the same condition.

The shares by channel exclude each other: each person has the channel of their first new placement
of the year, so the shares add up to the people. Who was helped is another question: everyone with
any new placement of the year by a channel of help, also where the first came by another. The
helped therefore overlap the shares and are never added to them; among the helped, the shares are
again of each person's first placement by help and add up to the helped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, case, func, select

from core import clock
from core.db import db, pairs
from core.years import in_year, last_day, years_of
from placements.placements.models import Placement, PlacementChannel
from placements.placements.queries.records import is_counted, is_on_behalf, with_people

HELPED = (PlacementChannel.FAIR, PlacementChannel.REFERRAL)


@dataclass(frozen=True)
class YearFigures:
    """How many people were placed in a year, and how many of them with the bureau's help."""

    placed: int
    helped: int


def figures_of(year: int) -> YearFigures:
    """Return the figures of a year, counted by one statement."""
    new = _new_in(year).subquery()
    by_help = case((new.c.channel.in_(HELPED), new.c.veteran_id))
    query = select(func.count(new.c.veteran_id.distinct()), func.count(by_help.distinct()))
    placed, helped = db.session.execute(query).one()
    return YearFigures(placed, helped)


def people_of(
    year: int, channels: Iterable[PlacementChannel] | None = None, *, on_behalf: bool = False
) -> Select[Placement]:
    """Return the query of the placements that count in a year, one a person, the oldest first.

    `channels` keeps placements by those channels only, before each person's first is chosen.
    `on_behalf` then keeps those that staff confirmed on a side's behalf.
    """
    query = with_people().where(Placement.id.in_(_firsts(year, channels)))
    if on_behalf:
        query = query.where(is_on_behalf())
    return query.order_by(Placement.start_on, Placement.id)


def years_with_people() -> list[int]:
    """Return every year in which placements that count began, and this year, the newest first."""
    known = {*years_of(Placement.start_on, is_counted()), clock.this_year()}
    return sorted(known, reverse=True)


def count_by_channel(
    year: int, channels: Iterable[PlacementChannel] | None = None
) -> dict[PlacementChannel, int]:
    """Return how many of the people of a year came by each channel, each person by one channel."""
    query = select(Placement.channel, func.count()).where(Placement.id.in_(_firsts(year, channels)))
    return pairs(query.group_by(Placement.channel))


def _firsts(year: int, channels: Iterable[PlacementChannel] | None) -> Select[int]:
    """Return the query of the ids of each person's first new placement in a year."""
    new = _new_in(year).subquery()
    turn = func.row_number().over(
        partition_by=new.c.veteran_id, order_by=(new.c.start_on, new.c.id)
    )
    numbered = select(new.c.id, turn.label("turn"))
    if channels is not None:
        numbered = numbered.where(new.c.channel.in_(tuple(channels)))
    first = numbered.subquery()
    return select(first.c.id).where(first.c.turn == 1)


def _new_in(year: int) -> Select[int, int, date, PlacementChannel]:
    """Return the query of the placements that count, began in a year and are no renewals.

    Each person's placements with one employer are numbered by their beginning; the first is new,
    the others renew it. One sort does it: looking for an earlier one row by row took minutes
    where PostgreSQL had no statistics yet.
    """
    unlisted = case((Placement.employer_id.is_(None), Placement.employer_name))
    turn = func.row_number().over(
        partition_by=(Placement.veteran_id, Placement.employer_id, unlisted),
        order_by=(Placement.start_on, Placement.id),
    )
    columns = (Placement.id, Placement.veteran_id, Placement.start_on, Placement.channel)
    until = select(*columns, turn.label("turn")).where(
        is_counted(), Placement.start_on <= last_day(year)
    )
    rows = until.subquery()
    return select(rows.c.id, rows.c.veteran_id, rows.c.start_on, rows.c.channel).where(
        rows.c.turn == 1, in_year(rows.c.start_on, year)
    )
