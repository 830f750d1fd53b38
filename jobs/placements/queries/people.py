"""Who counts in a year: one person once, by the first new placement of theirs in that year.

A placement counts once it was verified and as long as it is not void. It is new unless the
person has an earlier one that counts with the same employer: a renewal is no new placement. The
figure, the list behind it and its shares by channel all use the same condition.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from core.db import db, pairs
from jobs.placements.models import Placement, PlacementChannel
from jobs.placements.queries.records import is_counted, with_people

HELPED = (PlacementChannel.FAIR, PlacementChannel.REFERRAL)


@dataclass(frozen=True)
class YearFigures:
    """How many people were placed in a year, and how many of them with the bureau's help."""

    placed: int
    helped: int


def figures_of(year: int) -> YearFigures:
    """Return the figures of a year, counted by one statement."""
    by_help = case((Placement.channel.in_(HELPED), Placement.veteran_id))
    query = select(
        func.count(Placement.veteran_id.distinct()), func.count(by_help.distinct())
    ).where(_new_in(year))
    placed, helped = db.session.execute(query).one()
    return YearFigures(placed, helped)


def people_of(year: int, channels: Iterable[PlacementChannel] | None = None) -> Select[Placement]:
    """Return the query of the placements that count in a year, one a person, the oldest first.

    `channels` keeps placements by those channels only, before each person's first is chosen.
    """
    query = with_people().where(Placement.id.in_(_firsts(year, channels)))
    return query.order_by(Placement.start_on, Placement.id)


def all_people_of(year: int) -> list[Placement]:
    """Return all placements that count in a year, for the sheet of the year."""
    return list(db.session.scalars(people_of(year)))


def count_by_channel(
    year: int, channels: Iterable[PlacementChannel] | None = None
) -> dict[PlacementChannel, int]:
    """Return how many of the people of a year came by each channel."""
    query = select(Placement.channel, func.count()).where(Placement.id.in_(_firsts(year, channels)))
    return pairs(query.group_by(Placement.channel))


def _firsts(year: int, channels: Iterable[PlacementChannel] | None) -> Select[int]:
    """Return the query of the ids of each person's first new placement in a year."""
    turn = func.row_number().over(
        partition_by=Placement.veteran_id, order_by=(Placement.start_on, Placement.id)
    )
    new = select(Placement.id, turn.label("turn")).where(_new_in(year))
    if channels is not None:
        new = new.where(Placement.channel.in_(tuple(channels)))
    numbered = new.subquery()
    return select(numbered.c.id).where(numbered.c.turn == 1)


def _new_in(year: int) -> ColumnElement[bool]:
    """Return the condition of placements that count, began in a year and are no renewals."""
    begun = Placement.start_on.between(date(year, 1, 1), date(year, 12, 31))
    return and_(is_counted(), begun, ~_is_renewal())


def _is_renewal() -> ColumnElement[bool]:
    """Return the condition that the person has an earlier placement with the same employer."""
    earlier = aliased(Placement)
    same_employer = or_(
        earlier.employer_id == Placement.employer_id,
        and_(
            earlier.employer_id.is_(None),
            Placement.employer_id.is_(None),
            earlier.employer_name == Placement.employer_name,
        ),
    )
    is_before = or_(
        earlier.start_on < Placement.start_on,
        and_(earlier.start_on == Placement.start_on, earlier.id < Placement.id),
    )
    query = select(earlier.id).where(
        earlier.veteran_id == Placement.veteran_id, is_counted(earlier), same_employer, is_before
    )
    return query.correlate(Placement).exists()
