"""Tables of fairs themselves: papers, booths, bookings, the vacancies offered."""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Stamped, Versioned
from core.files.models import StoredFile
from core.labels import Labelled
from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy
from people.divisions.models import division_key


class FairMode(Labelled):
    """How people meet."""

    OFFLINE = ("OFFLINE", "线下")
    ONLINE = ("ONLINE", "线上")
    HYBRID = ("HYBRID", "线上线下结合")


class FairStatus(Labelled):
    """The status of a fair; `lifecycle.py` has the events between them."""

    DRAFT = ("DRAFT", "筹备中")
    PUBLISHED = ("PUBLISHED", "已发布", "info")
    RUNNING = ("RUNNING", "正在举办", "ok")
    ENDED = ("ENDED", "待报结果", "wait")
    CLOSED = ("CLOSED", "已办结", "ok")
    CANCELLED = ("CANCELLED", "已取消", "bad")


class PaperKind(Labelled):
    """The three papers a fair needs to be published (人力资源市场暂行条例 第二十八条)."""

    PLAN = ("PLAN", "组织实施办法")
    EMERGENCY = ("EMERGENCY", "应急预案")
    SECURITY = ("SECURITY", "安全保卫工作方案")


class BookingStatus(Labelled):
    """The status of an employer's booking at a fair."""

    INVITED = ("INVITED", "已邀请")
    BOOKED = ("BOOKED", "已订展位")
    DECLINED = ("DECLINED", "不参加")
    CANCELLED = ("CANCELLED", "已退订")


class Fair(Versioned, Stamped, Base):
    """One fair. `results_due_on` is the last day for its results; times are moments in UTC.

    `partner_code` is the division code of a partner bureau (names repeat: two 江北区 exist).
    """

    __tablename__ = "fair"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="time"),
        CheckConstraint("slot_minutes BETWEEN 5 AND 120", name="slot_minutes"),
        CheckConstraint("most_stops BETWEEN 1 AND 20", name="most_stops"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    mode: Mapped[FairMode] = mapped_column(default=FairMode.OFFLINE, index=True)
    status: Mapped[FairStatus] = mapped_column(default=FairStatus.DRAFT, index=True)
    status_note: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    township_code: Mapped[str | None] = division_key(index=True)
    venue: Mapped[str] = mapped_column(String(120), default="")
    online_note: Mapped[str] = mapped_column(String(200), default="")
    hosts: Mapped[list[str]] = mapped_column(JSON, default=list)
    partner_code: Mapped[str | None] = division_key(index=True)
    partner_name: Mapped[str] = mapped_column(String(60), default="")
    introduction: Mapped[str] = mapped_column(String(1000), default="")
    slot_minutes: Mapped[int] = mapped_column(default=15)
    most_stops: Mapped[int] = mapped_column(default=5)
    results_due_on: Mapped[date | None] = mapped_column(index=True)
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class FairPaper(Stamped, Base):
    """One of the papers of a fair; a newer one replaces it."""

    __tablename__ = "fair_paper"
    __table_args__ = (UniqueConstraint("fair_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    kind: Mapped[PaperKind]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile] = relationship()


class FairBooth(Versioned, Base):
    """A booth. `seats` is how many people can be met in one slot; row and column draw the map."""

    __tablename__ = "fair_booth"
    __table_args__ = (
        UniqueConstraint("fair_id", "number"),
        UniqueConstraint("fair_id", "map_row", "map_column"),
        UniqueConstraint("id", "fair_id"),
        CheckConstraint("seats BETWEEN 1 AND 50", name="seats"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    number: Mapped[str] = mapped_column(String(10))
    map_row: Mapped[int]
    map_column: Mapped[int]
    seats: Mapped[int] = mapped_column(default=1)


class FairBooking(Versioned, Stamped, Base):
    """An employer's booking: a booth has one employer, an employer one booth at a fair."""

    __tablename__ = "fair_booking"
    __table_args__ = (
        UniqueConstraint("fair_id", "employer_id"),
        UniqueConstraint("booth_id"),
        ForeignKeyConstraint(
            ["booth_id", "fair_id"],
            ["fair_booth.id", "fair_booth.fair_id"],
            name="fk_fair_booking_booth",
        ),
        CheckConstraint("(status = 'BOOKED') = (booth_id IS NOT NULL)", name="booth_when_booked"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    booth_id: Mapped[int | None]
    status: Mapped[BookingStatus] = mapped_column(default=BookingStatus.INVITED, index=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(120), default="")
    results_in_at: Mapped[datetime | None]  # when the employer reported all results

    fair: Mapped[Fair] = relationship()
    employer: Mapped[Employer] = relationship()
    booth: Mapped[FairBooth | None] = relationship(
        primaryjoin="FairBooking.booth_id == FairBooth.id", foreign_keys="FairBooking.booth_id"
    )

    @property
    def is_booked(self) -> bool:
        """Whether the employer has a booth."""
        return self.status is BookingStatus.BOOKED

    @property
    def booth_number(self) -> str:
        """The number of the booth, empty where the employer has none."""
        return self.booth.number if self.booth else ""


class FairVacancy(Stamped, Base):
    """A vacancy offered at a fair, with the headcount it had there; figures count these."""

    __tablename__ = "fair_vacancy"
    __table_args__ = (UniqueConstraint("fair_id", "vacancy_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), index=True)
    headcount: Mapped[int]

    fair: Mapped[Fair] = relationship()
    vacancy: Mapped[Vacancy] = relationship()
