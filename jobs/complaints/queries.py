"""Reads of complaints: open ones by vacancy, the bureau's queue, a veteran's own."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from core.db import db
from core.paging import count_of
from core.parameters.registry import amount_of
from jobs.complaints.models import Complaint, ComplaintReason, ComplaintStatus
from jobs.complaints.parameters import HIDE_AFTER, HIDE_SCAM
from jobs.vacancies.models import Vacancy
from people.accounts.models import Account

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


def are_enough(vacancy_id: int, day: date) -> bool:
    """Return whether the open complaints about a vacancy are enough to hide it."""
    found = _OPEN.where(Complaint.vacancy_id == vacancy_id)
    scams = count_of(found.where(Complaint.reason == ComplaintReason.SCAM))
    return scams >= amount_of(HIDE_SCAM, day) or count_of(found) >= amount_of(HIDE_AFTER, day)


def queue() -> Select[Vacancy]:
    """Return the query of vacancies with open complaints, the oldest complaint first."""
    first = (
        select(Complaint.vacancy_id, func.min(Complaint.id).label("first"))
        .where(Complaint.status == ComplaintStatus.OPEN)
        .group_by(Complaint.vacancy_id)
        .subquery()
    )
    query = select(Vacancy).join(first, first.c.vacancy_id == Vacancy.id).join(Vacancy.employer)
    return query.options(contains_eager(Vacancy.employer)).order_by(first.c.first)


def count_open(_viewer: Account) -> int:
    """Return how many complaints wait for the bureau's decision."""
    return count_of(_OPEN)


def complaints_of(veteran_id: int) -> Sequence[Complaint]:
    """Return a veteran's complaints with their vacancies."""
    query = select(Complaint).options(joinedload(Complaint.vacancy))
    return db.session.scalars(query.where(Complaint.veteran_id == veteran_id)).all()
