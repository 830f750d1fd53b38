"""Consents of a veteran, and decisions of staff on their status: each row is history."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base
from people.veterans.models.labels import ConsentPurpose, Evidence, Verification


class Consent(Base):
    """One consent, given or withdrawn; a withdrawn one is kept as history."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_veteran_purpose", "veteran_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"))
    purpose: Mapped[ConsentPurpose]
    wording: Mapped[str] = mapped_column(String(500))  # exactly what was agreed to
    given_at: Mapped[datetime]
    given_to: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # clerk, if 代办
    withdrawn_at: Mapped[datetime | None]


class StatusDecision(Base):
    """One decision of staff on a veteran's status; it is never changed, a new one follows."""

    __tablename__ = "status_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), index=True)
    verdict: Mapped[Verification]
    evidence: Mapped[Evidence | None]
    note: Mapped[str] = mapped_column(String(200), default="")
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)
