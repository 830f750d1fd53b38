"""Exports that run in the background."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Stamped
from core.files.models import StoredFile
from core.labels import Labelled
from people.veterans.reasons import ExportReason


class ExportStatus(Labelled):
    """How far an export has come."""

    RUNNING = ("RUNNING", "正在导出", "wait")
    DONE = ("DONE", "已导好", "ok")
    FAILED = ("FAILED", "没有导成", "bad")
    EXPIRED = ("EXPIRED", "到期删了")


class ExportRun(Stamped, Base):
    """One export of a long list: what was asked for, and the file while it is kept.

    `list_key` is the key of the `ListExport`; `asked` the part of the list's address that holds
    its filters. The file is made whole or not at all: until then `file_id` is None.
    """

    __tablename__ = "export_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    list_key: Mapped[str] = mapped_column(String(40))
    asked: Mapped[str] = mapped_column(Text, default="")
    is_whole: Mapped[bool] = mapped_column(default=False)  # numbers in full
    reason: Mapped[ExportReason | None]
    status: Mapped[ExportStatus] = mapped_column(default=ExportStatus.RUNNING, index=True)
    total: Mapped[int]
    failure: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    finished_at: Mapped[datetime | None]

    file: Mapped[StoredFile | None] = relationship()

    @property
    def is_running(self) -> bool:
        """Return whether the run has neither finished nor failed."""
        return self.status is ExportStatus.RUNNING
