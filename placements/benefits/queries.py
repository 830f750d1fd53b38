"""Queries of the hires that count for an employer, and of employers that earn recognition."""

from dataclasses import dataclass

from sqlalchemy import Subquery, case, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from core.db import db
from jobs.employers.models import Employer
from placements.placements.models import CheckResult, Placement, PlacementCheck
from placements.placements.queries.records import is_counted

A_YEAR = 12  # months of the check that recognition looks at


@dataclass(frozen=True)
class Recognised:
    """An employer that earns recognition.

    `hires` are people, `checked` its 12-month checks, `stayed` those of them that found the
    veteran still at work.
    """

    employer: Employer
    hires: int
    stayed: int
    checked: int


def verified_of(employer_id: int) -> list[Placement]:
    """Return the placements of an employer that count, ended ones too, oldest first."""
    query = (
        select(Placement)
        .join(Placement.veteran)
        .options(contains_eager(Placement.veteran), selectinload(Placement.checks))
        .where(Placement.employer_id == employer_id, is_counted())
    )
    return list(db.session.scalars(query.order_by(Placement.start_on, Placement.id)))


def recognised(*, least: int, share: int) -> list[Recognised]:
    """Return the employers that earn recognition, those with most hires first.

    They hired at least `least` people who were verified; of their people with a 12-month check
    at least `share` per cent were still at work, where there was such a check at all.
    """
    hires, checks = _hires(least), _year_checks()
    query = (
        select(
            Employer,
            hires.c.people,
            func.coalesce(checks.c.stayed, 0),
            func.coalesce(checks.c.checked, 0),
        )
        .join(hires, hires.c.employer_id == Employer.id)
        .outerjoin(checks, checks.c.employer_id == Employer.id)
        .where(or_(checks.c.checked.is_(None), checks.c.stayed * 100 >= checks.c.checked * share))
        .order_by(hires.c.people.desc(), Employer.name, Employer.id)
    )
    return [Recognised(*row) for row in db.session.execute(query)]


def _hires(least: int) -> Subquery:
    people = func.count(Placement.veteran_id.distinct()).label("people")
    query = select(Placement.employer_id, people).where(is_counted())
    return query.group_by(Placement.employer_id).having(people >= least).subquery()


def _year_checks() -> Subquery:
    stayed = func.sum(case((PlacementCheck.result == CheckResult.AT_WORK, 1), else_=0))
    query = (
        select(Placement.employer_id, stayed.label("stayed"), func.count().label("checked"))
        .join(PlacementCheck.placement)
        .where(PlacementCheck.months == A_YEAR, PlacementCheck.done_on.is_not(None))
        .group_by(Placement.employer_id)
    )
    return query.subquery()
