"""Reads of villages and of who lives where, always within the viewer's scope."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select

from core.access import COUNTY_READERS
from core.db import db, found
from core.labels import Labelled
from core.paging import count_of
from core.searching import holds
from people.accounts.models import Account
from people.caseload.queries import WITHOUT_WORK
from people.divisions.models import Division, DivisionLevel
from people.veterans.models import Veteran
from people.veterans.queries import in_scope
from people.villages.models import Residence, Village


class Sorting(Labelled):
    """What a list of villages is sorted by."""

    NAME = ("name", "村、社区")
    TOWNSHIP = ("township", "乡镇")
    PEOPLE = ("people", "退役军人")
    IDLE = ("idle", "没有就业")


class Part(Labelled):
    """Which people of a village a page lists."""

    ALL = ("all", "全部")
    IDLE = ("idle", "没有就业")
    MOVED = ("moved", "已不在这个乡镇")


@dataclass(frozen=True)
class Search:
    """What a list of villages is narrowed to and sorted by."""

    township: str = ""
    words: str = ""
    sorting: Sorting = Sorting.TOWNSHIP
    descending: bool = False


@dataclass(frozen=True)
class Line:
    """One village of a list with its numbers of people."""

    village: Village
    people: int
    idle: int


def township_of_village(code: Any = Residence.village_code) -> ColumnElement[str]:
    """Return the township a village's code lies in, as SQL."""
    return func.substr(code, 1, 9)


def fits() -> ColumnElement[bool]:
    """Return the condition that a residence lies in the veteran's present township."""
    return township_of_village() == Veteran.township_code


def in_reach(viewer: Account) -> ColumnElement[bool]:
    """Return the condition under which a viewer sees a village."""
    is_village = Division.level == DivisionLevel.VILLAGE
    if viewer.role in COUNTY_READERS:
        return is_village
    return is_village & (township_of_village(Division.code) == (viewer.division_code or "-"))


def village_for(code: str, viewer: Account) -> Village:
    """Return a village within the viewer's scope. Raises NotFoundError."""
    query = select(Division).where(in_reach(viewer), Division.code == code)
    return _village(found(db.session.scalar(query)))


def _village(row: Division) -> Village:
    return Village(row.code, row.name)


def villages_of(township: str | None) -> list[Village]:
    """Return the villages of a township in the order of their codes."""
    query = select(Division).where(
        Division.level == DivisionLevel.VILLAGE,
        township_of_village(Division.code) == (township or "-"),
    )
    return [_village(row) for row in db.session.scalars(query.order_by(Division.code))]


def names_of(townships: Collection[str]) -> dict[str, str]:
    """Return the names of the villages of these townships, by code."""
    query = select(Division).where(
        Division.level == DivisionLevel.VILLAGE, township_of_village(Division.code).in_(townships)
    )
    return {row.code: row.name for row in db.session.scalars(query)}


def listed(viewer: Account, search: Search) -> Select[Any]:
    """Return the query of the villages a viewer's list shows, in the order asked for."""
    query = select(Division).where(in_reach(viewer))
    if search.township:
        query = query.where(township_of_village(Division.code) == search.township)
    if search.words:
        query = query.where(holds(Division.name, search.words))
    first = _order(search.sorting)
    return query.order_by(first.desc() if search.descending else first, Division.code)


def _order(sorting: Sorting) -> ColumnElement[Any]:
    if sorting is Sorting.NAME:
        return Division.name.expression
    if sorting is Sorting.TOWNSHIP:
        return Division.code.expression
    people = select(func.count()).select_from(Residence).join(Residence.veteran)
    people = people.where(Residence.village_code == Division.code, fits())
    if sorting is Sorting.IDLE:
        people = people.where(Veteran.employment_status.in_(WITHOUT_WORK))
    return people.correlate(Division).scalar_subquery()


def lines(rows: Iterable[Division]) -> list[Line]:
    """Return villages with their numbers of people, in one statement."""
    villages = [_village(row) for row in rows]
    idle = case((Veteran.employment_status.in_(WITHOUT_WORK), 1), else_=0)
    query = (
        select(Residence.village_code, func.count(), func.sum(idle))
        .join(Residence.veteran)
        .where(Residence.village_code.in_([one.code for one in villages]), fits())
        .group_by(Residence.village_code)
    )
    counted = {code: (people, idle) for code, people, idle in db.session.execute(query)}
    return [Line(one, *counted.get(one.code, (0, 0))) for one in villages]


def people_of(code: str, part: Part = Part.ALL) -> Select[Any]:
    """Return the query of the people of a village, by name; the village is in scope already."""
    query = select(Veteran).join(Residence, Residence.veteran_id == Veteran.id)
    query = query.where(Residence.village_code == code)
    if part is Part.MOVED:
        query = query.where(func.coalesce(Veteran.township_code, "") != code[:9])
    else:
        query = query.where(fits())
    if part is Part.IDLE:
        query = query.where(Veteran.employment_status.in_(WITHOUT_WORK))
    return query.order_by(Veteran.name, Veteran.id)


def seen_by(viewer: Account, code: str, part: Part) -> Select[Any]:
    """Return the query of the people of a village whom a viewer sees."""
    return people_of(code, part).where(in_scope(viewer))


def left_behind(code: str) -> Sequence[Residence]:
    """Return the residences in a village of people whose township is another by now."""
    query = select(Residence).join(Residence.veteran).where(Residence.village_code == code)
    moved = func.coalesce(Veteran.township_code, "") != code[:9]
    return db.session.scalars(query.where(moved)).all()


def without_village(viewer: Account, township: str = "") -> Select[Any]:
    """Return the query of people without a village, in townships that have a list of them."""
    # One set for the whole query: asked per person, each would go through all villages.
    listing = select(township_of_village(Division.code))
    listing = listing.where(Division.level == DivisionLevel.VILLAGE)
    settled = exists().where(Residence.veteran_id == Veteran.id, fits())
    query = select(Veteran).where(in_scope(viewer), Veteran.township_code.in_(listing), ~settled)
    if township:
        query = query.where(Veteran.township_code == township)
    return query.order_by(Veteran.township_code, Veteran.name, Veteran.id)


def count_without(viewer: Account) -> int:
    """Return how many people have no village though their township has a list of them."""
    return count_of(without_village(viewer))


def residence_of(veteran_id: int) -> Residence | None:
    """Return where a veteran lives, as far as staff know."""
    return db.session.scalar(select(Residence).where(Residence.veteran_id == veteran_id))


def residences_of(ids: Sequence[int]) -> dict[int, Residence]:
    """Return where these veterans live, by the veteran's id."""
    query = select(Residence).where(Residence.veteran_id.in_(ids))
    return {row.veteran_id: row for row in db.session.scalars(query)}
