"""An arrival and the items of its checklist."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Stamped, Versioned
from core.labels import Labelled
from people.veterans.models import Veteran


class ItemStatus(Labelled):
    """The result of an item."""

    OPEN = ("OPEN", "未办")
    DONE = ("DONE", "已办")
    NOT_NEEDED = ("NOT_NEEDED", "不需要办")


class Arrival(Versioned, Stamped, Base):
    """A veteran received in a year; the days to report run from `approved_on` (安置条例 51 条)."""

    __tablename__ = "arrival"

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), unique=True)
    year: Mapped[int] = mapped_column(index=True)
    approved_on: Mapped[date]
    report_due_on: Mapped[date] = mapped_column(index=True)
    reported_on: Mapped[date | None]

    veteran: Mapped[Veteran] = relationship()
    items: Mapped[list["ArrivalItem"]] = relationship(
        back_populates="arrival", cascade="all, delete-orphan", order_by="ArrivalItem.position"
    )


class ArrivalItem(Versioned, Base):
    """One item of a checklist: what, by which department, until when, and its result."""

    __tablename__ = "arrival_item"
    __table_args__ = (UniqueConstraint("arrival_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    arrival_id: Mapped[int] = mapped_column(ForeignKey("arrival.id"), index=True)
    key: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(60))
    owner: Mapped[str] = mapped_column(String(40))  # department
    is_required: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int]
    due_on: Mapped[date | None] = mapped_column(index=True)
    status: Mapped[ItemStatus] = mapped_column(default=ItemStatus.OPEN, index=True)
    done_on: Mapped[date | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(String(200), default="")

    arrival: Mapped[Arrival] = relationship(back_populates="items")

    @property
    def is_open(self) -> bool:
        """Whether the item waits to be done."""
        return self.status is ItemStatus.OPEN
