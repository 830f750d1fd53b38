"""What staff corrected about a person or an employer's contact, on which paper, and what was."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.access import Role
from core.crypto import Sealable, Sealed
from core.db import Base
from core.labels import Labelled
from people.accounts.models import NAME_LENGTH
from people.secrecy.names import LONGEST_KEY

LONGEST_NOTE = 200


class CorrectionKind(Labelled):
    """What was corrected."""

    PASSWORD = ("PASSWORD", "重设密码")
    PHONE = ("PHONE", "换手机号")
    NAME = ("NAME", "改正姓名")


class Paper(Labelled):
    """The paper staff saw, by which they knew the person."""

    ID_CARD = ("ID_CARD", "身份证原件")
    HOUSEHOLD = ("HOUSEHOLD", "户口簿原件")
    DISCHARGE = ("DISCHARGE", "退役证件原件")
    LICENCE = ("LICENCE", "营业执照和授权书原件")
    OTHER = ("OTHER", "其他证明")


class Correction(Sealable, Base):
    """One correction. `role` and `subject_id` name the veteran or the employer it is about.

    The former phone and name stay findable: people come with papers that bear them.
    """

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_role_subject_id", "role", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CorrectionKind]
    role: Mapped[Role]
    subject_id: Mapped[int]
    old_phone_sealed: Mapped[str | None] = mapped_column(String(200))
    old_phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    old_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    old_name_key: Mapped[str] = mapped_column(String(LONGEST_KEY), default="", index=True)
    paper: Mapped[Paper]
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    old_phone = Sealed("old_phone_sealed", index="old_phone_index")
