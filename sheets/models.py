"""Imports: one row for each uploaded sheet, and what the rows of a sheet wrote."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.crypto import Sealable, Sealed
from core.db import Base, Stamped
from core.labels import Labelled
from sheets.plan import Plan


class ImportStatus(Labelled):
    """How far the import of a sheet has come."""

    CHECKED = ("CHECKED", "已试读", "info")
    LOADING = ("LOADING", "正在导入", "wait")
    LOADED = ("LOADED", "已导入", "ok")
    FAILED = ("FAILED", "没有导入", "bad")
    UNDONE = ("UNDONE", "已撤销")


class ImportBatch(Stamped, Base):
    """One uploaded sheet: what was read, what was loaded, and how to undo it.

    `noun` is the key of the `SheetNoun` whose rows the sheet holds. `by_id` is the account that
    uploaded it, None for the command; accounts are above this package, so it is no foreign key.
    """

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    noun: Mapped[str] = mapped_column(String(20), index=True)
    file_name: Mapped[str] = mapped_column(String(120))
    file_hash: Mapped[str] = mapped_column(String(64), index=True)
    mapping: Mapped[str] = mapped_column(Text, default="{}")  # JSON of `plan`
    source: Mapped[str] = mapped_column(String(80), default="")
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.CHECKED, index=True)
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_loaded: Mapped[int] = mapped_column(default=0)
    rows_refused: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int | None]
    finished_at: Mapped[datetime | None]

    @property
    def plan(self) -> Plan:
        """A copy of how the sheet is read and loaded; assign it back to keep changes."""
        return Plan.loads(self.mapping)

    @plan.setter
    def plan(self, plan: Plan) -> None:
        self.mapping = plan.dumps()

    @property
    def is_unread(self) -> bool:
        """Whether the sheet has not been through a dry run."""
        return self.status is ImportStatus.CHECKED and self.plan.counts is None


class SheetMemory(Stamped, Base):
    """How an office read sheets with these headings last: its columns and its corrections."""

    __tablename__ = "sheet_memory"
    __table_args__ = (UniqueConstraint("noun", "owner", "headings_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    noun: Mapped[str] = mapped_column(String(20))
    owner: Mapped[str] = mapped_column(String(40))
    headings_hash: Mapped[str] = mapped_column(String(64))
    columns: Mapped[dict[str, str]] = mapped_column(JSON)  # heading -> field
    fixes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


class SheetChange(Sealable, Base):
    """One row of a table that a row of a sheet created or changed.

    `subject` is the table, `version` the version the row had after it, `before` the JSON of the
    values the sheet changed; None where the sheet created the row.
    """

    __tablename__ = "sheet_change"
    __table_args__ = (Index("ix_sheet_change_subject_subject_id", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_batch_id: Mapped[int] = mapped_column(ForeignKey(ImportBatch.id), index=True)
    row: Mapped[int]  # its number in the sheet
    subject: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    version: Mapped[int]
    before_sealed: Mapped[str | None] = mapped_column(Text)

    before = Sealed("before_sealed")
