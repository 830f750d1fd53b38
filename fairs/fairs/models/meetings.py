"""Tables of meetings at booths."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Stamped, Versioned
from core.labels import Labelled
from fairs.fairs.models.attendance import SignUp
from fairs.fairs.models.fairs import FairBooking
from jobs.applications.models import Application
from jobs.vacancies.models import Vacancy


class Outcome(Labelled):
    """The outcome of a meeting at a booth."""

    MET = ("MET", "见过面")
    INTENT = ("INTENT", "有意向", "ok")
    UNFIT = ("UNFIT", "不合适", "bad")


class Meeting(Versioned, Stamped, Base):
    """A meeting at a booth: one row for an employer and a person, changed by later records."""

    __tablename__ = "fair_meeting"
    __table_args__ = (UniqueConstraint("booking_id", "sign_up_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("fair_booking.id"))
    sign_up_id: Mapped[int] = mapped_column(ForeignKey("fair_sign_up.id"), index=True)
    vacancy_id: Mapped[int | None] = mapped_column(ForeignKey("vacancy.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    outcome: Mapped[Outcome] = mapped_column(index=True)
    unfit_reason: Mapped[str] = mapped_column(String(40), default="")  # RejectReason's value
    is_signed: Mapped[bool] = mapped_column(default=False)  # 现场签约
    note: Mapped[str] = mapped_column(String(200), default="")
    met_at: Mapped[datetime] = mapped_column(index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    booking: Mapped[FairBooking] = relationship()
    sign_up: Mapped[SignUp] = relationship()
    vacancy: Mapped[Vacancy | None] = relationship()
    application: Mapped[Application | None] = relationship()
