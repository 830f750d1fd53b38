"""Queries of employers: one, lists, counts, what ends soon."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from core.access import Role
from core.db import db, found, pairs
from core.errors import NotFoundError
from core.list_filters import MOST_CHARACTERS
from core.paging import count_of
from core.searching import holds
from core.slices import Ids, among
from jobs.employers.models import Employer, EmployerMember, EmployerStatus, Industry
from jobs.employers.names import name_key as employer_key
from people.accounts.models import Account
from people.corrections import queries as corrections
from people.corrections.models import Correction
from people.corrections.queries import had_name
from people.notices.models import Audience
from people.notices.operations import Recipient
from people.notices.queries import Addressee
from people.secrecy.names import name_key


def verified_on(day: date) -> ColumnElement[bool]:
    """Return the SQL condition that equals Employer.is_verified."""
    return and_(
        Employer.status == EmployerStatus.VERIFIED,
        or_(Employer.verified_until.is_(None), Employer.verified_until >= day),
    )


def get_employer(employer_id: int) -> Employer:
    """Return one employer. Raises NotFoundError."""
    return found(db.session.get(Employer, employer_id))


def employer_of(account_id: int) -> Employer:
    """Return the employer an account acts for. Raises NotFoundError."""
    query = select(Employer).join(EmployerMember).where(EmployerMember.account_id == account_id)
    return found(db.session.scalar(query))


def accounts_of(employer_id: int) -> list[Account]:
    """Return the accounts that act for an employer, the oldest first."""
    query = select(Account).join(EmployerMember, EmployerMember.account_id == Account.id)
    query = query.where(EmployerMember.employer_id == employer_id)
    return list(db.session.scalars(query.order_by(Account.id)))


def corrections_of(employer_id: int) -> list[tuple[Correction, str]]:
    """Return what staff corrected of an employer's contact with who did, newest first."""
    return corrections.corrections_of(Role.EMPLOYER, employer_id)


def employer_read_by(employer_id: int, viewer: Account) -> Employer:
    """Return an employer the bureau or its own account reads. Raises NotFoundError."""
    if viewer.role is Role.EMPLOYER and employer_of(viewer.id).id != employer_id:
        raise NotFoundError
    return get_employer(employer_id)


def by_credit_code(code: str) -> Employer | None:
    """Return the employer registered under a code, if there is one."""
    return db.session.scalar(select(Employer).where(Employer.credit_code == code))


def employers_named(written: str) -> list[Employer]:
    """Return the employers with this very name, verified ones first; see `name_key`."""
    key = employer_key(written)
    if not key:
        return []
    verified_first = (Employer.status == EmployerStatus.VERIFIED).desc()
    query = select(Employer).where(Employer.name_key == key)
    return list(db.session.scalars(query.order_by(verified_first, Employer.id)))


def waiting() -> Select[Employer]:
    """Return the query of employers that wait for a decision, the longest first."""
    query = select(Employer).where(Employer.status == EmployerStatus.PENDING)
    return query.order_by(Employer.submitted_at, Employer.id)


def of_import(batch_id: int) -> list[Employer]:
    """Return the employers an import brought that wait for a decision, by name."""
    query = select(Employer).where(brought_by(batch_id))
    return list(db.session.scalars(query.order_by(Employer.name, Employer.id)))


def brought_by(batch_id: int) -> ColumnElement[bool]:
    """Return the condition that an import brought an employer that waits for a decision."""
    waits = Employer.status == EmployerStatus.PENDING
    return and_(Employer.import_batch_id == batch_id, waits)


def count_waiting() -> int:
    """Return how many employers wait for a decision."""
    return count_of(waiting())


def search(
    words: str = "",
    *,
    status: EmployerStatus | None = None,
    industry: Industry | None = None,
    due_by: date | None = None,
) -> Select[Employer]:
    """Return the query of employers whose name or code contains every word, newest first.

    A former name of the contact counts too.
    `due_by` keeps those whose verification ends by that day, the nearest first.
    """
    query = select(Employer)
    if len(words) > MOST_CHARACTERS:  # no name is so long, and each word is a condition
        return query.where(false())
    for word in words.split():
        hit = holds(Employer.name, word)
        hit |= Employer.credit_code.icontains(word, autoescape=True)
        key = name_key(word)
        query = query.where(hit | had_name(Role.EMPLOYER, Employer.id, key) if key else hit)
    if status is not None:
        query = query.where(Employer.status == status)
    if industry is not None:
        query = query.where(Employer.industry == industry)
    if due_by is not None:
        return query.where(_ends_by(due_by)).order_by(Employer.verified_until, Employer.id)
    return query.order_by(Employer.submitted_at.desc(), Employer.id.desc())


def count_due(due_by: date) -> int:
    """Return how many verifications end by a day."""
    return count_of(search(due_by=due_by))


def _ends_by(day: date) -> ColumnElement[bool]:
    return and_(Employer.status == EmployerStatus.VERIFIED, Employer.verified_until <= day)


def count_by_status(found: Select[Employer]) -> dict[EmployerStatus, int]:
    """Return how many employers of a search have each status; one without any is left out."""
    counted = found.order_by(None).with_only_columns(Employer.status, func.count())
    return pairs(counted.group_by(Employer.status))


def due_between(first: date, last: date, ids: Ids | None = None) -> list[Employer]:
    """Return verified employers (of `ids`) whose verification ends within these days."""
    query = among(select(Employer), Employer, ids).where(
        Employer.status == EmployerStatus.VERIFIED, Employer.verified_until.between(first, last)
    )
    return list(db.session.scalars(query.order_by(Employer.verified_until, Employer.id)))


def overdue_verifications(today: date, ids: Ids | None = None) -> list[Employer]:
    """Return verified employers (of `ids`) whose verification ended before today."""
    query = among(select(Employer), Employer, ids).where(
        Employer.status == EmployerStatus.VERIFIED, Employer.verified_until < today
    )
    return list(db.session.scalars(query.order_by(Employer.id)))


def recipient_of(employer: Employer) -> Recipient:
    """Return the inbox and phone number for messages to an employer."""
    return Recipient(Audience.EMPLOYER, employer.id, phone=employer.contact_phone)


def own_inbox(account: Account) -> Addressee | None:
    """Return the inbox of the employer an account acts for, None where it acts for none."""
    query = select(EmployerMember.employer_id).where(EmployerMember.account_id == account.id)
    employer_id = db.session.scalar(query)
    return None if employer_id is None else (Audience.EMPLOYER, employer_id)
