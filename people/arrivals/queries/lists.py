"""The list of a year: narrowed, sorted, counted."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import contains_eager, selectinload

from core import clock
from core.db import db
from core.labels import Labelled
from core.paging import count_of
from core.parameters.registry import amount_of
from people.accounts.models import Account
from people.arrivals.models import GROUPS, Arrival, ArrivalItem, ItemStatus, ModeGroup
from people.arrivals.parameters import SOON_DAYS
from people.veterans.models import Veteran
from people.veterans.queries import find_by_words, in_scope


class Part(Labelled):
    """A part of a list by how far the checklists are."""

    OPEN = ("OPEN", "没办完的")
    LATE = ("LATE", "有逾期的")
    SOON = ("SOON", "快到期的")
    DONE = ("DONE", "办结的")


class Sorting(Labelled):
    """What a list is sorted by."""

    LATE = ("late", "逾期")
    NAME = ("name", "姓名")
    TOWNSHIP = ("township", "乡镇")
    DONE = ("done", "办了")


@dataclass(frozen=True)
class Ask:
    """What a list is narrowed to; None and "" leave a filter open.

    `lacks` and `has` are keys of an item: open, or not open any more.
    """

    year: int
    group: ModeGroup | None = None
    township: str = ""
    part: Part | None = None
    lacks: str = ""
    has: str = ""
    sorting: Sorting = Sorting.LATE
    descending: bool = True


def in_group(group: ModeGroup) -> ColumnElement[bool]:
    """Return the condition of the arrivals of a group."""
    mode = Arrival.resettlement_mode
    if group is ModeGroup.UNKNOWN:
        return mode.is_(None)
    if group is ModeGroup.OTHER:
        return and_(mode.is_not(None), mode.not_in(list(GROUPS)))
    return mode == next(one for one, its in GROUPS.items() if its is group)


def _item(*conditions: Any) -> ColumnElement[bool]:
    return exists().where(ArrivalItem.arrival_id == Arrival.id, *conditions)


def _has_open() -> ColumnElement[bool]:
    return _item(ArrivalItem.is_required, ArrivalItem.status == ItemStatus.OPEN)


def _is_late(today: date) -> ColumnElement[bool]:
    return and_(ArrivalItem.status == ItemStatus.OPEN, ArrivalItem.due_on < today)


def in_part(part: Part) -> ColumnElement[bool]:
    """Return the condition of the arrivals of a part."""
    today = clock.today()
    if part is Part.LATE:
        return _item(_is_late(today))
    if part is Part.SOON:
        last = today + timedelta(days=amount_of(SOON_DAYS, today))
        return _item(ArrivalItem.status == ItemStatus.OPEN, ArrivalItem.due_on.between(today, last))
    return _has_open() if part is Part.OPEN else ~_has_open()


def _conditions(viewer: Account, ask: Ask) -> list[ColumnElement[bool]]:
    found = [in_scope(viewer), Arrival.year == ask.year]
    if ask.group is not None:
        found.append(in_group(ask.group))
    if ask.township:
        found.append(Veteran.township_code == ask.township)
    if ask.part is not None:
        found.append(in_part(ask.part))
    if ask.lacks:
        found.append(_item(ArrivalItem.key == ask.lacks, ArrivalItem.status == ItemStatus.OPEN))
    if ask.has:
        found.append(_item(ArrivalItem.key == ask.has, ArrivalItem.status != ItemStatus.OPEN))
    return found


def arrivals(viewer: Account, ask: Ask) -> Select[Arrival]:
    """Return the query of a year's arrivals within a viewer's scope, narrowed and sorted."""
    query = _with_people(select(Arrival)).where(*_conditions(viewer, ask))
    column = _sorted_by(ask.sorting)
    chosen = column.desc() if ask.descending else column.asc()
    return query.order_by(chosen, Arrival.report_due_on, Arrival.id)


def _with_people(query: Select[Any]) -> Select[Any]:
    return query.join(Arrival.veteran).options(
        contains_eager(Arrival.veteran), selectinload(Arrival.items)
    )


def _sorted_by(sorting: Sorting) -> Any:
    if sorting is Sorting.NAME:
        return Veteran.name_key
    if sorting is Sorting.TOWNSHIP:
        return func.coalesce(Veteran.township_code, "")
    counted = select(func.count()).where(ArrivalItem.arrival_id == Arrival.id)
    if sorting is Sorting.LATE:
        counted = counted.where(_is_late(clock.today()))
    else:
        counted = counted.where(ArrivalItem.status != ItemStatus.OPEN)
    return counted.correlate(Arrival).scalar_subquery()


def arrivals_found(viewer: Account, words: str) -> list[Arrival]:
    """Return the arrivals, of any year, of the people a viewer finds by words."""
    ids = [one.id for one in find_by_words(viewer, words)]
    query = _with_people(select(Arrival)).where(in_scope(viewer), Arrival.veteran_id.in_(ids))
    return list(db.session.scalars(query.order_by(Arrival.year.desc(), Veteran.name, Arrival.id)))


def count_arrivals(viewer: Account, ask: Ask) -> int:
    """Return how many arrivals of a year a filter leaves."""
    return count_of(arrivals(viewer, ask))


def group_counts(viewer: Account, ask: Ask) -> dict[ModeGroup, int]:
    """Return how many arrivals of a year each group has, whatever else is asked for."""
    whole = Ask(ask.year)
    return {group: count_arrivals(viewer, replace(whole, group=group)) for group in ModeGroup}


def part_counts(viewer: Account, ask: Ask) -> dict[Part, int]:
    """Return how many arrivals of a year's group each part has."""
    whole = Ask(ask.year, ask.group)
    return {part: count_arrivals(viewer, replace(whole, part=part)) for part in Part}


def item_counts(viewer: Account, ask: Ask) -> dict[str, int]:
    """Return how many people of a year's group have each item done or not needed, by key."""
    query = (
        select(ArrivalItem.key, func.count())
        .join(ArrivalItem.arrival)
        .join(Arrival.veteran)
        .where(*_conditions(viewer, Ask(ask.year, ask.group)))
        .where(ArrivalItem.status != ItemStatus.OPEN)
        .group_by(ArrivalItem.key)
    )
    return {key: count for key, count in db.session.execute(query)}  # noqa: C416 - rows, not pairs
