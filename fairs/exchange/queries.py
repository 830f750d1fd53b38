"""Queries of partner bureaus, packages, and what packages are made of."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from core import clock
from core.db import db, found
from fairs.exchange.models import Direction, Package, Partner, PartnerEmployer
from fairs.exchange.parameters import PARTNER_DAYS
from fairs.fairs.models import Fair, FairVacancy, SignUp, SignUpStatus
from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy

# Whatever the bureau has set since, and the rest of the last day.
LONGEST_TERM = timedelta(days=PARTNER_DAYS.most + 1)
Row = TypeVar("Row", Vacancy, SignUp)


def partners() -> list[Partner]:
    """Return all partner bureaus by name."""
    return list(db.session.scalars(select(Partner).order_by(Partner.name)))


def partner_by_code(code: str, at: datetime) -> Partner | None:
    """Return the partner of a division whose key is valid at a moment."""
    partner = partner_of_division(code)
    if partner is None or partner.valid_until is None:
        return partner
    return partner if clock.is_running(partner.valid_until, LONGEST_TERM, at=at) else None


def partner_of_division(code: str) -> Partner | None:
    """Return the partner of a division, its key expired or not."""
    return db.session.scalar(select(Partner).where(Partner.division_code == code))


def joint_fairs() -> list[Fair]:
    """Return fairs held with a partner bureau, the newest first."""
    query = select(Fair).where(Fair.partner_code.is_not(None))
    return list(db.session.scalars(query.order_by(Fair.starts_at.desc()).limit(50)))


def vacancies_of(fair_id: int) -> list[FairVacancy]:
    """Return the vacancies offered at a fair with their employers."""
    query = select(FairVacancy).where(FairVacancy.fair_id == fair_id)
    query = query.options(
        joinedload(FairVacancy.vacancy).joinedload(Vacancy.employer),
        joinedload(FairVacancy.vacancy).selectinload(Vacancy.credentials),
    )
    return list(db.session.scalars(query.order_by(FairVacancy.id)))


def sharing_sign_ups(fair_id: int) -> list[SignUp]:
    """Return our own sign-ups for a fair with consent to share them with the partner."""
    query = select(SignUp).where(
        SignUp.fair_id == fair_id,
        SignUp.veteran_id.is_not(None),
        SignUp.status == SignUpStatus.SIGNED,
        SignUp.shares_with_partner,
    )
    return list(db.session.scalars(query.options(joinedload(SignUp.veteran)).order_by(SignUp.id)))


def packages() -> Select[Package]:
    """Return the query of all packages, newest first."""
    return select(Package).order_by(Package.id.desc())


def get_package(package_id: int) -> Package:
    """Return one package. Raises NotFoundError."""
    return found(db.session.get(Package, package_id))


def package_by_digest(direction: Direction, digest: str) -> Package | None:
    """Return the package of one direction with these contents, undone or not."""
    query = select(Package).where(Package.direction == direction, Package.digest == digest)
    return db.session.scalar(query)


def employer_by_code(credit_code: str) -> Employer | None:
    """Return the employer of a credit code, None where the code is empty or unknown."""
    if not credit_code:
        return None
    return db.session.scalar(select(Employer).where(Employer.credit_code == credit_code))


def named_employer(partner_id: int, credit_code: str, name: str) -> PartnerEmployer | None:
    """Return an employer as a partner's earlier packages named it."""
    query = select(PartnerEmployer).where(
        PartnerEmployer.partner_id == partner_id,
        PartnerEmployer.credit_code == credit_code,
        PartnerEmployer.name == name,
    )
    return db.session.scalar(query)


def undecided_employers() -> list[PartnerEmployer]:
    """Return partners' employers with the credit code of a local one, not decided on yet."""
    query = select(PartnerEmployer).where(
        PartnerEmployer.local_id.is_not(None), PartnerEmployer.decided_by.is_(None)
    )
    query = query.options(
        joinedload(PartnerEmployer.partner),
        joinedload(PartnerEmployer.employer),
        joinedload(PartnerEmployer.local),
    )
    return list(db.session.scalars(query.order_by(PartnerEmployer.id)))


def get_named_employer(named_id: int) -> PartnerEmployer:
    """Return a partner's employer. Raises NotFoundError."""
    return found(db.session.get(PartnerEmployer, named_id))


def vacancies_under(employer_id: int) -> list[Vacancy]:
    """Return all vacancies of an employer."""
    return list(db.session.scalars(select(Vacancy).where(Vacancy.employer_id == employer_id)))


def has_guest(fair_id: int, key: str) -> bool:
    """Return whether a partner's guest is signed up for a fair already."""
    query = select(SignUp.id).where(SignUp.fair_id == fair_id, SignUp.guest_key == key)
    return db.session.scalar(query) is not None


def rows_of(model: type[Row], ids: Iterable[int]) -> list[Row]:
    """Return the rows a package created that still exist."""
    return list(db.session.scalars(select(model).where(model.id.in_(list(ids)))))
