"""Notices to veterans, employers and staff."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.crypto import Sealable, Sealed
from core.db import Base, Stamped
from core.labels import Labelled
from people.divisions.models import division_key


class Audience(Labelled):
    """The kind of recipient; `audience_id` is the id of that veteran, employer or account."""

    VETERAN = ("VETERAN", "退役军人")
    EMPLOYER = ("EMPLOYER", "用人单位")
    ACCOUNT = ("ACCOUNT", "工作人员")


class CallStatus(Labelled):
    """Whether a recipient without an account still has to be called."""

    NOT_NEEDED = ("NOT_NEEDED", "不用打")
    DUE = ("DUE", "待打")
    DONE = ("DONE", "已打通")
    FAILED = ("FAILED", "没打通")


class Notice(Sealable, Stamped, Base):
    """One notice to one recipient. `key` names the occasion: the same key is sent once.

    `endpoint` and `target_id` lead to what the notice is about; an address is never stored. A
    veteran without an account cannot read an inbox: the notice waits on the telephone list.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_audience_audience_id", "audience", "audience_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    audience: Mapped[Audience]
    audience_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40), index=True)
    title: Mapped[str] = mapped_column(String(80))
    body_sealed: Mapped[str]
    endpoint: Mapped[str] = mapped_column(String(60), default="")
    target_id: Mapped[int | None]
    township_code: Mapped[str | None] = division_key(index=True)
    read_at: Mapped[datetime | None]
    call: Mapped[CallStatus] = mapped_column(default=CallStatus.NOT_NEEDED, index=True)
    called_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    called_at: Mapped[datetime | None]

    body = Sealed("body_sealed")

    @property
    def has_failed_call(self) -> bool:
        """Whether the last call about it reached nobody."""
        return self.call is CallStatus.FAILED
