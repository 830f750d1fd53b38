"""Promises of employers to hire."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Stamped, Versioned
from jobs.employers.models import Employer


class HirePledge(Versioned, Stamped, Base):
    """An employer's public promise of so many hires until a day (人)."""

    __tablename__ = "hire_pledge"
    __table_args__ = (CheckConstraint("headcount BETWEEN 1 AND 9999", name="headcount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    headcount: Mapped[int]
    made_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    withdrawn_on: Mapped[date | None]
    reviewed_on: Mapped[date | None]  # overdue: shown to the bureau only until then
    review_note: Mapped[str] = mapped_column(String(200), default="")

    employer: Mapped[Employer] = relationship()
