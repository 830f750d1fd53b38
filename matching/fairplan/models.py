"""The table of a fair's plan."""

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Stamped, Versioned
from fairs.fairs.models import FairBooking, SignUp
from jobs.vacancies.models import Vacancy


class PlanStop(Versioned, Stamped, Base):
    """One stop of a person's itinerary: this booth in this slot (from 0 at the start), and why.

    A booth never has more stops in a slot than seats. A pinned stop was set by hand and stays.
    """

    __tablename__ = "fair_plan_stop"
    __table_args__ = (
        UniqueConstraint("sign_up_id", "slot"),
        UniqueConstraint("sign_up_id", "booking_id"),
        Index("ix_fair_plan_stop_booking_id_slot", "booking_id", "slot"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    sign_up_id: Mapped[int] = mapped_column(ForeignKey("fair_sign_up.id"))
    booking_id: Mapped[int] = mapped_column(ForeignKey("fair_booking.id"))
    vacancy_id: Mapped[int | None] = mapped_column(ForeignKey("vacancy.id"))
    slot: Mapped[int]
    why: Mapped[str] = mapped_column(String(200), default="")
    is_pinned: Mapped[bool] = mapped_column(default=False)
    pinned_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    sign_up: Mapped[SignUp] = relationship()
    booking: Mapped[FairBooking] = relationship()
    vacancy: Mapped[Vacancy | None] = relationship()
