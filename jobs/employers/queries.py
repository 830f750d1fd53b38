"""Reads of employers."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from core.db import db
from core.errors import NotFoundError
from jobs.employers.models import Employer, EmployerMember, EmployerStatus, Industry
from people.accounts.models import Account
from people.notices.models import Audience
from people.notices.operations import Recipient
from people.notices.queries import Addressee


def verified_on(day: date) -> ColumnElement[bool]:
    """Return the SQL twin of Employer.is_verified."""
    return and_(
        Employer.status == EmployerStatus.VERIFIED,
        or_(Employer.verified_until.is_(None), Employer.verified_until >= day),
    )


def get_employer(employer_id: int) -> Employer:
    """Return one employer or raise NotFoundError."""
    employer = db.session.get(Employer, employer_id)
    if employer is None:
        raise NotFoundError
    return employer


def employer_of(account_id: int) -> Employer:
    """Return the employer an account acts for, or raise NotFoundError."""
    query = select(Employer).join(EmployerMember).where(EmployerMember.account_id == account_id)
    employer = db.session.scalar(query)
    if employer is None:
        raise NotFoundError
    return employer


def by_credit_code(code: str) -> Employer | None:
    """Return the employer registered under a code, if there is one."""
    return db.session.scalar(select(Employer).where(Employer.credit_code == code))


def waiting() -> Select[Employer]:
    """Return the query of employers that wait for a decision, the longest first."""
    query = select(Employer).where(Employer.status == EmployerStatus.PENDING)
    return query.order_by(Employer.submitted_at, Employer.id)


def count_waiting() -> int:
    """Return how many employers wait for a decision."""
    query = select(func.count()).where(Employer.status == EmployerStatus.PENDING)
    return db.session.scalar(query) or 0


def search(
    words: str = "",
    *,
    status: EmployerStatus | None = None,
    industry: Industry | None = None,
    due_by: date | None = None,
) -> Select[Employer]:
    """Return the query of employers whose name or code contains every word, newest first.

    `due_by` keeps those whose verification runs out by that day, the nearest first.
    """
    query = select(Employer)
    for word in words.split():
        hit = Employer.name.icontains(word, autoescape=True)
        query = query.where(hit | Employer.credit_code.icontains(word, autoescape=True))
    if status is not None:
        query = query.where(Employer.status == status)
    if industry is not None:
        query = query.where(Employer.industry == industry)
    if due_by is not None:
        return query.where(_runs_out(due_by)).order_by(Employer.verified_until, Employer.id)
    return query.order_by(Employer.submitted_at.desc(), Employer.id.desc())


def count_due(due_by: date) -> int:
    """Return how many verifications run out by a day."""
    return db.session.scalar(select(func.count()).where(_runs_out(due_by))) or 0


def _runs_out(day: date) -> ColumnElement[bool]:
    return and_(Employer.status == EmployerStatus.VERIFIED, Employer.verified_until <= day)


def count_by_status() -> dict[EmployerStatus, int]:
    """Return how many employers stand in each state; states without any are left out."""
    query = select(Employer.status, func.count()).group_by(Employer.status)
    return {status: count for status, count in db.session.execute(query)}  # noqa: C416 - typed


def due_between(first: date, last: date) -> list[Employer]:
    """Return verified employers whose verification runs out in these days."""
    query = select(Employer).where(
        Employer.status == EmployerStatus.VERIFIED, Employer.verified_until.between(first, last)
    )
    return list(db.session.scalars(query.order_by(Employer.verified_until, Employer.id)))


def overdue_verifications(today: date) -> list[Employer]:
    """Return verified employers whose verification ran out before today."""
    query = select(Employer).where(
        Employer.status == EmployerStatus.VERIFIED, Employer.verified_until < today
    )
    return list(db.session.scalars(query.order_by(Employer.id)))


def recipient_of(employer: Employer) -> Recipient:
    """Return how an employer is told things."""
    return Recipient(Audience.EMPLOYER, employer.id, phone=employer.contact_phone)


def own_inbox(account: Account) -> Addressee | None:
    """Return whose inbox an account reads, None before it has a firm."""
    query = select(EmployerMember.employer_id).where(EmployerMember.account_id == account.id)
    employer_id = db.session.scalar(query)
    return None if employer_id is None else (Audience.EMPLOYER, employer_id)
