"""Contacts with veterans and the next action for each."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.crypto import Sealable, Sealed
from core.db import Base, Stamped, Versioned
from core.labels import Labelled
from people.veterans.models import Veteran


class Channel(Labelled):
    """How a veteran was contacted."""

    VISIT = ("VISIT", "上门走访")
    CALL = ("CALL", "电话")
    OFFICE = ("OFFICE", "来站办理")
    FAIR = ("FAIR", "招聘会现场")
    OTHER = ("OTHER", "其他")


class Contact(Sealable, Stamped, Base):
    """One contact of the bureau or a station with a veteran; rows are only added."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_veteran_id_happened_at", "veteran_id", "happened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("station_task.id"))
    channel: Mapped[Channel]
    happened_at: Mapped[datetime]
    was_reached: Mapped[bool] = mapped_column(default=True)
    note_sealed: Mapped[str | None]

    note = Sealed("note_sealed")
    veteran: Mapped[Veteran] = relationship()


class NextAction(Versioned, Stamped, Base):
    """What is done next for a veteran without work: one open action a veteran."""

    __tablename__ = "next_action"
    __table_args__ = (
        Index(
            "uq_next_action_open",
            "veteran_id",
            unique=True,
            sqlite_where=text("done_on IS NULL"),
            postgresql_where=text("done_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), index=True)
    action: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date] = mapped_column(index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    done_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(String(120), default="")
