"""Open vacancies as people look through them: one posting published again is listed once.

The newest copy of those a list may hold is the one shown, as in the list of a veteran.
"""

from datetime import date
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from core.db import db
from jobs.vacancies.models import Vacancy
from jobs.vacancies.queries import is_open_on, open_vacancies


def posting_of(vacancy: Vacancy) -> str:
    """Return what is equal for vacancies that are one posting published again."""
    parts = (
        str(vacancy.employer_id),
        vacancy.title,
        vacancy.place_code or "",
        vacancy.duties,
        vacancy.requirements,
    )
    return "\x1f".join(parts)


def open_postings(day: date, *conditions: ColumnElement[bool]) -> Select[Vacancy]:
    """Return the query of vacancies open on a day, newest first, each posting once.

    Of the copies that meet the conditions, which may name the employer, the one of the highest
    id is kept.
    """
    newest = _newest_of_each(day, *conditions).correlate(None)
    return open_vacancies(day).where(Vacancy.id.in_(newest))


def _newest_of_each(day: date, *conditions: ColumnElement[bool]) -> Select[int]:
    return (
        select(func.max(Vacancy.id))
        .join(Vacancy.employer)
        .where(is_open_on(day), *conditions)
        .group_by(
            Vacancy.employer_id,
            Vacancy.title,
            func.coalesce(Vacancy.place_code, ""),
            Vacancy.duties,
            Vacancy.requirements,
        )
    )


def count_open(day: date) -> int:
    """Return how many postings are open on a day."""
    return db.session.scalar(_number_open(day)) or 0


def newest_open(day: date, *, most: int) -> list[Vacancy]:
    """Return the newest open postings."""
    return list(db.session.scalars(_newest_open(day, most)))


# The front page asks for both each time: a statement that is kept is not built and keyed again.


@lru_cache(maxsize=4)
def _number_open(day: date) -> Select[int]:
    return select(func.count()).select_from(_newest_of_each(day).subquery())


@lru_cache(maxsize=4)
def _newest_open(day: date, most: int) -> Select[Vacancy]:
    return open_postings(day).limit(most)


def similar_open(vacancy: Vacancy, day: date, *, most: int = 3) -> list[Vacancy]:
    """Return open postings like this one: same occupation first, then its family, then place."""
    code, place = vacancy.occupation_code, vacancy.place_code or ""
    near = case(
        (and_(Vacancy.occupation_code == code, Vacancy.occupation_code != ""), 0),
        (and_(Vacancy.occupation_code.startswith(code[:4]), Vacancy.occupation_code != ""), 1),
        (Vacancy.place_code.startswith(place[:6]), 2),
        else_=3,
    )
    others = open_postings(day, Vacancy.id != vacancy.id).order_by(None)
    ranked = others.order_by(near, Vacancy.published_at.desc(), Vacancy.id.desc())
    return list(db.session.scalars(ranked.limit(most)))
