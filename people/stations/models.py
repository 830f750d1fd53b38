"""Stations, their staff by period, and their tasks."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.crypto import Sealable, Sealed
from core.db import Base, Stamped, Versioned
from core.labels import Labelled
from people.accounts.models import Account
from people.divisions.models import division_key


class StationLevel(Labelled):
    """The level of government a station belongs to."""

    COUNTY = ("COUNTY", "县服务中心")
    TOWNSHIP = ("TOWNSHIP", "乡镇服务站")
    VILLAGE = ("VILLAGE", "村服务站")


class Employment(Labelled):
    """Whether a staff member does this work only."""

    FULL = ("FULL", "专职")
    PART = ("PART", "兼职")


class TaskKind(Labelled):
    """The kinds of tasks."""

    VISIT = ("VISIT", "走访")
    HELP = ("HELP", "帮扶")
    REFER = ("REFER", "推荐岗位")
    REQUEST = ("REQUEST", "诉求办理")
    UPDATE = ("UPDATE", "信息更新")
    SUPERVISE = ("SUPERVISE", "督导整改")


class Station(Versioned, Stamped, Base):
    """A service station. A village station has the village's name and the township's code."""

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


class StationStaff(Sealable, Versioned, Stamped, Base):
    """A staff member's period at a station. Leaving ends it and closes the account, if any.

    `phone` is their own: by it an account is opened for them, and a sheet finds them again.
    """

    __tablename__ = "station_staff"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR started_on <= ended_on", name="order"),
        CheckConstraint("other_duties BETWEEN 0 AND 100", name="other_duties"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    duty: Mapped[str] = mapped_column(String(30), default="", server_default=text("''"))  # 站长
    phone_sealed: Mapped[str | None] = mapped_column(String(200))
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    # Unlike other encrypted rows', given with the first phone: rows are older than the column.
    seal_row: Mapped[str | None] = mapped_column(String(32))  # type: ignore[assignment]
    employment: Mapped[Employment]
    other_duties: Mapped[int] = mapped_column(default=0)  # per cent of the working time
    started_on: Mapped[date]
    ended_on: Mapped[date | None] = mapped_column(index=True)
    leave_reason: Mapped[str] = mapped_column(String(120), default="")

    phone = Sealed("phone_sealed", index="phone_index")
    station: Mapped[Station] = relationship(back_populates="staff")
    account: Mapped[Account | None] = relationship()

    @property
    def is_full(self) -> bool:
        """Return whether they do this work only."""
        return self.employment is Employment.FULL


class StationTask(Versioned, Stamped, Base):
    """What a station has to do by a day, for one veteran or for all."""

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
