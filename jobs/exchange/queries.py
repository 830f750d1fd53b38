"""Reads of partner bureaus and packages."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.errors import NotFoundError
from jobs.exchange.models import Direction, Package, Partner
from jobs.fairs.models import Fair, FairVacancy, SignUp, SignUpStatus
from jobs.vacancies.models import Vacancy

Row = TypeVar("Row", Vacancy, SignUp)


def partners() -> list[Partner]:
    """Return all partner bureaus by name."""
    return list(db.session.scalars(select(Partner).order_by(Partner.name)))


def partner_by_code(code: str, at: datetime) -> Partner | None:
    """Return the partner of a division while its key holds."""
    partner = db.session.scalar(select(Partner).where(Partner.division_code == code))
    if partner is None or (partner.valid_until is not None and partner.valid_until < at):
        return None
    return partner


def get_fair(fair_id: int) -> Fair:
    """Return one fair. Raises NotFoundError."""
    fair = db.session.get(Fair, fair_id)
    if fair is None:
        raise NotFoundError
    return fair


def joint_fairs() -> list[Fair]:
    """Return fairs held with a partner bureau, the newest first."""
    query = select(Fair).where(Fair.partner_code.is_not(None))
    return list(db.session.scalars(query.order_by(Fair.starts_at.desc()).limit(50)))


def vacancies_of(fair_id: int) -> list[FairVacancy]:
    """Return the posts offered at a fair with their employers."""
    query = select(FairVacancy).where(FairVacancy.fair_id == fair_id)
    query = query.options(
        joinedload(FairVacancy.vacancy).joinedload(Vacancy.employer),
        joinedload(FairVacancy.vacancy).selectinload(Vacancy.credentials),
    )
    return list(db.session.scalars(query.order_by(FairVacancy.id)))


def sharing_sign_ups(fair_id: int) -> list[SignUp]:
    """Return our own people signed up for a fair who agreed to be told to the partner."""
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
    package = db.session.get(Package, package_id)
    if package is None:
        raise NotFoundError
    return package


def is_known(digest: str) -> bool:
    """Tell whether a package was taken in already and not undone."""
    query = select(Package.id).where(
        Package.direction == Direction.IN, Package.digest == digest, Package.undone_at.is_(None)
    )
    return db.session.scalar(query) is not None


def rows_of(model: type[Row], ids: Iterable[int]) -> list[Row]:
    """Return what a package made and is still there."""
    return list(db.session.scalars(select(model).where(model.id.in_(list(ids)))))
