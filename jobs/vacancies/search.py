"""The filters of the public search, and the query of the vacancies that match."""

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_

from core import clock
from core.paging import count_of
from core.searching import holds
from jobs.employers.models import Employer
from jobs.vacancies.models import MONTHLY_FACTOR, Vacancy
from jobs.vacancies.postings import open_postings

AWAY = "away"  # the choice of place that means outside the county


@dataclass(frozen=True)
class Family:
    """A family of occupations as people name it, by its codes."""

    key: str
    label: str
    codes: tuple[str, ...]


FAMILIES = (
    Family("guard", "安保消防", ("3-02", "4-07-05")),
    Family("drive", "开车物流", ("4-02", "6-30")),
    Family("repair", "维修电工", ("4-12", "6-31")),
    Family("make", "工厂生产", ("6",)),
    Family("build", "建筑施工", ("6-29",)),
    Family("kitchen", "餐饮住宿", ("4-03",)),
    Family("sell", "销售零售", ("4-01",)),
    Family("estate", "物业保洁", ("4-06", "4-09")),
    Family("office", "办公文职", ("3-01", "4-07-02", "4-07-03")),
    Family("tech", "技术通信", ("2", "4-04")),
    Family("farm", "农林牧渔", ("5",)),
)
_FAMILIES = {family.key: family for family in FAMILIES}


@dataclass(frozen=True)
class VacancyFilter:
    """The filters set. `place` is a division code or AWAY, `pay_from` yuan a month."""

    words: str = ""
    place: str = ""
    pay_from: int = 0
    family: str = ""
    lodging: bool = False
    insurance: bool = False
    no_nights: bool = False
    no_experience: bool = False
    days: int = 0

    def active(self) -> list[str]:
        """Return the names of the filters that are set."""
        return [field.name for field in fields(self) if getattr(self, field.name)]

    def without(self, name: str) -> "VacancyFilter":
        """Return the filter with one part left out."""
        left_out: dict[str, Any] = {name: getattr(VacancyFilter(), name)}
        return replace(self, **left_out)


def search_open(wanted: VacancyFilter, day: date, *, county: str) -> Select[Vacancy]:
    """Return the query of open postings that match every filter, newest first.

    Pay by the piece cannot be compared with a monthly figure, so a filter by pay leaves it out.
    """
    return open_postings(day, *_conditions(wanted, county))


def count_matching(wanted: VacancyFilter, day: date, *, county: str) -> int:
    """Return how many open postings match every filter."""
    return count_of(search_open(wanted, day, county=county))


def _conditions(wanted: VacancyFilter, county: str) -> list[ColumnElement[bool]]:
    found = [_has_word(word) for word in wanted.words.split()]
    if wanted.place == AWAY:
        found.append(Vacancy.place_code.not_like(f"{county}%"))
    elif wanted.place:
        found.append(Vacancy.place_code.startswith(wanted.place, autoescape=True))
    if wanted.pay_from:
        found.append(_monthly_top() >= wanted.pay_from)
    if family := _FAMILIES.get(wanted.family):
        found.append(or_(*(Vacancy.occupation_code.startswith(code) for code in family.codes)))
    if wanted.days:
        found.append(Vacancy.published_at >= clock.now() - timedelta(days=wanted.days))
    return found + _conditions_of_life(wanted)


def _conditions_of_life(wanted: VacancyFilter) -> list[ColumnElement[bool]]:
    asked = (
        (wanted.lodging, Vacancy.has_lodging.is_(True)),
        (wanted.insurance, Vacancy.has_insurance.is_(True)),
        (wanted.no_nights, Vacancy.has_nights.is_(False)),
        (wanted.no_experience, func.coalesce(Vacancy.years_min, 0) == 0),
    )
    return [condition for is_asked, condition in asked if is_asked]


def _has_word(word: str) -> ColumnElement[bool]:
    columns = (Vacancy.title, Vacancy.duties, Employer.name)
    return or_(*(holds(column, word) for column in columns))


def _monthly_top() -> ColumnElement[int]:
    factor = case(
        *((Vacancy.pay_period == period, factor) for period, factor in MONTHLY_FACTOR.items())
    )
    return func.coalesce(Vacancy.pay_max, Vacancy.pay_min) * factor
