"""What was typed into a form and not saved."""

from datetime import datetime

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.crypto import Sealable, Sealed
from core.db import Base

LONGEST_ADDRESS = 500
LONGEST_NAME = 120


class FormDraft(Sealable, Base):
    """The unsaved contents of one form, by account; stored encrypted.

    `address` is where the form is sent, `form` names its class, `typist` the opened page that
    wrote last: an account may have the same form open in two windows. `size` is the length of the
    sealed contents, 0 once they were emptied to make room.
    """

    __tablename__ = "form_draft"
    __table_args__ = (
        UniqueConstraint("account_id", "address", "form"),
        Index(None, "account_id", "saved_at", "size"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int]
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    form: Mapped[str] = mapped_column(String(LONGEST_NAME))
    typist: Mapped[str] = mapped_column(String(24))
    body_sealed: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    size: Mapped[int] = mapped_column(default=0, server_default="0")

    body = Sealed("body_sealed")

    @property
    def is_emptied(self) -> bool:
        """Return whether the contents were deleted to make room."""
        return self.size == 0
