"""Complaints of veterans about vacancies, and what became of each."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Stamped, Versioned
from core.labels import Labelled
from jobs.vacancies.models import Vacancy


class ComplaintReason(Labelled):
    """What is wrong with a vacancy, in the veteran's view."""

    SCAM = ("SCAM", "收费、押金或疑似诈骗")
    FALSE = ("FALSE", "内容不属实")
    GONE = ("GONE", "早就不招了")
    PROMISE = ("PROMISE", "承诺没有兑现")
    DISCRIMINATION = ("DISCRIMINATION", "歧视")
    OTHER = ("OTHER", "其他")


class ComplaintStatus(Labelled):
    """The bureau's decision on a complaint."""

    OPEN = ("OPEN", "待处理")
    UPHELD = ("UPHELD", "属实，已处理")
    DISMISSED = ("DISMISSED", "核查后没有发现问题")


class Complaint(Versioned, Stamped, Base):
    """One veteran's complaint about one vacancy; enough open ones hide it until reviewed."""

    __tablename__ = "complaint"
    __table_args__ = (
        Index(
            "uq_complaint_open",
            "vacancy_id",
            "veteran_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), index=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), index=True)
    reason: Mapped[ComplaintReason]
    note: Mapped[str] = mapped_column(String(300), default="")
    status: Mapped[ComplaintStatus] = mapped_column(default=ComplaintStatus.OPEN, index=True)
    result: Mapped[str] = mapped_column(String(200), default="")  # the veteran reads it
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]

    vacancy: Mapped[Vacancy] = relationship()
