"""Reads of complaints: open ones by vacancy, the bureau's queue, a veteran's own."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from core.db import db
from core.labels import Labelled
from core.paging import count_of
from core.parameters.registry import amount_of
from jobs.applications.queries import has_applied
from jobs.complaints.models import Complaint, ComplaintReason, ComplaintStatus
from jobs.complaints.parameters import (
    APPLICANT_COUNTS,
    HIDE_AFTER,
    HIDE_SCAM,
    OTHER_COUNTS,
    VERIFIED_COUNTS,
)
from jobs.vacancies.models import Vacancy
from people.accounts.models import Account
from people.veterans.models import Verification, Veteran

_OPEN = select(Complaint).where(Complaint.status == ComplaintStatus.OPEN)


def open_complaints(vacancy_id: int) -> list[Complaint]:
    """Return the open complaints about a vacancy, oldest first."""
    query = _OPEN.where(Complaint.vacancy_id == vacancy_id)
    return list(db.session.scalars(query.order_by(Complaint.id)))


def open_by_vacancy(vacancies: Collection[Vacancy]) -> dict[int, list[Complaint]]:
    """Return the open complaints about each of these vacancies by its id, oldest first."""
    query = _OPEN.where(Complaint.vacancy_id.in_([vacancy.id for vacancy in vacancies]))
    found: dict[int, list[Complaint]] = {vacancy.id: [] for vacancy in vacancies}
    for row in db.session.scalars(query.order_by(Complaint.id)):
        found[row.vacancy_id].append(row)
    return found


class Standing(Labelled):
    """Who complains: the less is known of them, the less their complaint weighs."""

    APPLICANT = ("APPLICANT", "核实过，投过这个岗位")
    VERIFIED = ("VERIFIED", "核实过的退役军人")
    OTHER = ("OTHER", "还没有核实")


COUNTS = {
    Standing.APPLICANT: APPLICANT_COUNTS,
    Standing.VERIFIED: VERIFIED_COUNTS,
    Standing.OTHER: OTHER_COUNTS,
}


def standings(vacancy_ids: Collection[int]) -> dict[int, Standing]:
    """Return who made each open complaint about these vacancies, by the complaint's id."""
    applied = has_applied(Complaint.veteran_id, Complaint.vacancy_id)
    query = (
        select(Complaint.id, Veteran.verification, applied)
        .join(Veteran, Veteran.id == Complaint.veteran_id)
        .where(
            Complaint.vacancy_id.in_(vacancy_ids),
            Complaint.status == ComplaintStatus.OPEN,
        )
    )
    return {
        row: _standing(known, has_applied_here)
        for row, known, has_applied_here in db.session.execute(query)
    }


def _standing(verification: Verification, has_applied_here: bool) -> Standing:
    if verification is not Verification.VERIFIED:
        return Standing.OTHER
    return Standing.APPLICANT if has_applied_here else Standing.VERIFIED


def are_enough(vacancy_id: int, day: date) -> bool:
    """Return whether the open complaints about a vacancy weigh enough to hide it."""
    rows, who = open_complaints(vacancy_id), standings([vacancy_id])
    weights = {one: amount_of(COUNTS[one], day) for one in Standing}
    heavy = [(row.reason, weights[who[row.id]]) for row in rows]
    scams = sum(weight for reason, weight in heavy if reason is ComplaintReason.SCAM)
    total = sum(weight for _reason, weight in heavy)
    return scams >= amount_of(HIDE_SCAM, day) or total >= amount_of(HIDE_AFTER, day)


def queue() -> Select[Vacancy]:
    """Return the query of vacancies to decide on, the oldest complaint first.

    One that is hidden waits for a decision even after the person who complained was deleted.
    """
    first = (
        select(Complaint.vacancy_id, func.min(Complaint.id).label("first"))
        .where(Complaint.status == ComplaintStatus.OPEN)
        .group_by(Complaint.vacancy_id)
        .subquery()
    )
    query = select(Vacancy).outerjoin(first, first.c.vacancy_id == Vacancy.id)
    query = query.join(Vacancy.employer).options(contains_eager(Vacancy.employer))
    waits = or_(first.c.first.is_not(None), Vacancy.hidden_at.is_not(None))
    return query.where(waits).order_by(first.c.first.is_(None), first.c.first, Vacancy.id)


def count_open(_viewer: Account) -> int:
    """Return how many vacancies wait for the bureau's decision."""
    return count_of(queue())


def complaints_of(veteran_id: int) -> Sequence[Complaint]:
    """Return a veteran's complaints with their vacancies."""
    query = select(Complaint).options(joinedload(Complaint.vacancy))
    return db.session.scalars(query.where(Complaint.veteran_id == veteran_id)).all()
