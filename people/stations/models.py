"""Stations, who works there since when, what has to be done, and who was spoken to."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.crypto import Sealable, Sealed
from core.db import Base, Stamped, Versioned
from core.labels import Labelled
from people.accounts.models import Account
from people.divisions.models import division_key
from people.veterans.models import Veteran


class StationLevel(Labelled):
    """Which level a station serves."""

    COUNTY = ("COUNTY", "县服务中心")
    TOWNSHIP = ("TOWNSHIP", "乡镇服务站")
    VILLAGE = ("VILLAGE", "村服务站")


class Employment(Labelled):
    """Whether somebody does this work only."""

    FULL = ("FULL", "专职")
    PART = ("PART", "兼职")


class TaskKind(Labelled):
    """What a station is asked to do."""

    VISIT = ("VISIT", "走访")
    HELP = ("HELP", "帮扶")
    REFER = ("REFER", "推荐岗位")
    REQUEST = ("REQUEST", "诉求办理")
    UPDATE = ("UPDATE", "信息更新")
    SUPERVISE = ("SUPERVISE", "督导整改")


class Channel(Labelled):
    """How somebody was reached."""

    VISIT = ("VISIT", "上门走访")
    CALL = ("CALL", "电话")
    OFFICE = ("OFFICE", "来站办理")
    FAIR = ("FAIR", "招聘会现场")
    OTHER = ("OTHER", "其他")


class Station(Versioned, Stamped, Base):
    """A service station. A village station has the village's name and its township's code."""

    __tablename__ = "station"

    id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[StationLevel] = mapped_column(index=True)
    division_code: Mapped[str] = division_key(index=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    address: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")  # the office's, public
    vacancies_planned: Mapped[int] = mapped_column(default=1)  # 应配人数
    is_model: Mapped[bool] = mapped_column(default=False)  # 示范站
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]

    staff: Mapped[list["StationStaff"]] = relationship(
        back_populates="station", order_by="StationStaff.started_on"
    )


class StationStaff(Versioned, Stamped, Base):
    """Somebody's time at a station. Leaving ends it and closes the account, if there is one."""

    __tablename__ = "station_staff"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR started_on <= ended_on", name="order"),
        CheckConstraint("other_duties BETWEEN 0 AND 100", name="other_duties"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    employment: Mapped[Employment]
    other_duties: Mapped[int] = mapped_column(default=0)  # per cent of the working time
    started_on: Mapped[date]
    ended_on: Mapped[date | None] = mapped_column(index=True)
    leave_reason: Mapped[str] = mapped_column(String(120), default="")

    station: Mapped[Station] = relationship(back_populates="staff")
    account: Mapped[Account | None] = relationship()


class StationTask(Versioned, Stamped, Base):
    """Something a station has to do by a day, for one veteran or for all."""

    __tablename__ = "station_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    veteran_id: Mapped[int | None] = mapped_column(ForeignKey("veteran.id"), index=True)
    kind: Mapped[TaskKind]
    title: Mapped[str] = mapped_column(String(80))
    due_on: Mapped[date] = mapped_column(index=True)
    set_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    done_on: Mapped[date | None] = mapped_column(index=True)
    done_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    result: Mapped[str] = mapped_column(String(200), default="")

    station: Mapped[Station] = relationship()


class Contact(Sealable, Stamped, Base):
    """One time somebody of the bureau or a station spoke with a veteran; never changed."""

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
    """The next step for somebody without work: one open step a person."""

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
