"""Tables of the exchange: partner bureaus with their keys, packages out and in."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Stamped, Versioned
from core.labels import Labelled
from fairs.fairs.models import Fair
from jobs.employers.models import Employer
from people.divisions.models import division_key


class Direction(Labelled):
    """The direction of a package."""

    OUT = ("OUT", "已导出")
    IN = ("IN", "已导入")


class Partner(Versioned, Stamped, Base):
    """A partner bureau by its division code, with the public key it signs with."""

    __tablename__ = "partner_bureau"

    id: Mapped[int] = mapped_column(primary_key=True)
    division_code: Mapped[str] = division_key(unique=True)
    name: Mapped[str] = mapped_column(String(60))
    verify_key: Mapped[str] = mapped_column(String(88))  # Ed25519, base64
    valid_until: Mapped[datetime | None]


class Package(Stamped, Base):
    """One package. Its digest is unique for a direction: none is imported twice."""

    __tablename__ = "exchange_package"
    __table_args__ = (UniqueConstraint("direction", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    direction: Mapped[Direction]
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner_bureau.id"), index=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    vacancies: Mapped[int]
    sign_ups: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]
    # Ids of the rows an imported package created, by kind: vacancies and sign_ups.
    made: Mapped[dict[str, list[int]] | None] = mapped_column(JSON)

    partner: Mapped[Partner] = relationship()
    fair: Mapped[Fair] = relationship()

    @property
    def is_incoming(self) -> bool:
        """Whether the package came from a partner."""
        return self.direction is Direction.IN


class PartnerEmployer(Stamped, Base):
    """An employer as a partner's packages name it, and the employer its vacancies belong to.

    `local_id`: the local employer with the same credit code, a separate one until staff agree
    that both are the same; `decided_by` is who decided, either way.
    """

    __tablename__ = "partner_employer"
    __table_args__ = (UniqueConstraint("partner_id", "credit_code", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner_bureau.id"), index=True)
    credit_code: Mapped[str] = mapped_column(String(18), default="")
    name: Mapped[str] = mapped_column(String(120))
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    local_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"), index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    partner: Mapped[Partner] = relationship()
    employer: Mapped[Employer] = relationship(foreign_keys=[employer_id])
    local: Mapped[Employer | None] = relationship(foreign_keys=[local_id])
