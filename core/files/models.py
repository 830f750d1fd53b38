"""The row of a stored document; other tables refer to it, never the other way."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Stamped


class StoredFile(Stamped, Base):
    """One document, stored encrypted under `disk_name`; `name` is for display only."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]  # bytes, before encryption
    digest: Mapped[str] = mapped_column(String(64), index=True)  # SHA-256 before encryption
    disk_name: Mapped[str] = mapped_column(String(32), unique=True)
    uploaded_by: Mapped[int | None]
