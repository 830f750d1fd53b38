"""What was deleted from a profile and can be restored."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.crypto import Sealable, Sealed
from core.db import Base


class ProfileDraft(Sealable, Base):
    """The record of one kind an account deleted last from a profile; stored encrypted."""

    __tablename__ = "profile_draft"
    __table_args__ = (UniqueConstraint("account_id", "veteran_id", "section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"))
    section: Mapped[str] = mapped_column(String(20))
    body_sealed: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)

    body = Sealed("body_sealed")
