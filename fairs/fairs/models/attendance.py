"""Tables of attendance: sign-ups, check-ins, and check-ins that name no one for sure."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.crypto import Sealable, Sealed
from core.db import Base, Stamped, Versioned
from core.labels import Labelled
from fairs.fairs.models.fairs import Fair
from people.divisions.models import division_key
from people.veterans.models import Veteran


class CheckInMethod(Labelled):
    """How a person was checked in."""

    QR = ("QR", "扫码")
    NAME = ("NAME", "报姓名")
    ID_TAIL = ("ID_TAIL", "号码后四位")
    ID_NUMBER = ("ID_NUMBER", "身份证号")
    PHONE = ("PHONE", "手机号")
    PAPER = ("PAPER", "纸质名单补录")
    BOOTH = ("BOOTH", "展位记录")


class Doubt(Labelled):
    """Why a check-in a device recorded was not counted."""

    UNREADABLE = ("UNREADABLE", "读不出来")
    UNKNOWN = ("UNKNOWN", "没认出")
    AMBIGUOUS = ("AMBIGUOUS", "不止一个人")
    TIME = ("TIME", "时间可疑")


class SignUpStatus(Labelled):
    """Whether a sign-up still holds."""

    SIGNED = ("SIGNED", "已报名")
    CANCELLED = ("CANCELLED", "已取消")


class SignUp(Sealable, Versioned, Stamped, Base):
    """A sign-up of a veteran of ours, or of a guest of the partner bureau.

    Each bureau counts its own people by `bureau_code`. `code` is random; the QR code holds it.
    """

    __tablename__ = "fair_sign_up"
    __table_args__ = (
        UniqueConstraint("fair_id", "veteran_id"),
        UniqueConstraint("fair_id", "guest_key"),
        CheckConstraint("(veteran_id IS NULL) <> (guest_key IS NULL)", name="veteran_or_guest"),
        CheckConstraint("wanted_stops BETWEEN 1 AND 20", name="wanted_stops"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    veteran_id: Mapped[int | None] = mapped_column(ForeignKey("veteran.id"), index=True)
    guest_key: Mapped[str | None] = mapped_column(String(64))
    guest_name: Mapped[str] = mapped_column(String(40), default="")
    guest_sealed: Mapped[str | None]
    bureau_code: Mapped[str] = division_key()
    code: Mapped[str] = mapped_column(String(20), unique=True)
    wanted_stops: Mapped[int] = mapped_column(default=3)
    status: Mapped[SignUpStatus] = mapped_column(default=SignUpStatus.SIGNED, index=True)
    is_walk_in: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # clerk, if 代办
    shares_with_partner: Mapped[bool] = mapped_column(default=False)  # consent to the package
    checked_in_at: Mapped[datetime | None] = mapped_column(index=True)
    check_in_method: Mapped[CheckInMethod | None]
    checked_in_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    guest = Sealed("guest_sealed")  # JSON of the facts the partner bureau sent
    fair: Mapped[Fair] = relationship()
    veteran: Mapped[Veteran | None] = relationship()

    @property
    def people(self) -> list[int]:
        """The veteran's id as the record of an action names it; none for a guest."""
        return [] if self.veteran_id is None else [self.veteran_id]


class CheckInNote(Base):
    """One check-in as a device or paper list recorded it; `note_key` makes a repeat count once."""

    __tablename__ = "check_in_note"
    __table_args__ = (UniqueConstraint("fair_id", "note_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    note_key: Mapped[str] = mapped_column(String(64))  # made on the device or from the line
    sign_up_id: Mapped[int] = mapped_column(ForeignKey("fair_sign_up.id"), index=True)
    method: Mapped[CheckInMethod]
    noted_at: Mapped[datetime]
    received_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    is_time_doubtful: Mapped[bool] = mapped_column(  # the device's clock was wrong
        default=False, server_default=text("false")
    )


class DoubtfulNote(Sealable, Base):
    """A check-in a device recorded that names no one for sure: kept until staff settle it.

    `words` is what was typed, encrypted, since it may be a number; it is deleted once settled.
    """

    __tablename__ = "doubtful_note"
    __table_args__ = (UniqueConstraint("fair_id", "note_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    note_key: Mapped[str] = mapped_column(String(64))
    words_sealed: Mapped[str | None] = mapped_column(Text)
    doubt: Mapped[Doubt]
    why: Mapped[str] = mapped_column(String(200))
    noted_at: Mapped[datetime | None]  # by the device's clock, None where it cannot be read
    received_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None] = mapped_column(index=True)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    sign_up_id: Mapped[int | None] = mapped_column(ForeignKey("fair_sign_up.id"), index=True)

    words = Sealed("words_sealed")
