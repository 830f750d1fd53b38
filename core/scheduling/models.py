"""Who leads the scheduled work, and which slot of which job was done."""

import enum
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class RunStatus(enum.Enum):
    """How a slot ended."""

    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


class Lease(Base):
    """A name one process holds until a moment; who dies loses it by waiting."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    held_until: Mapped[datetime]


class TaskRun(Base):
    """One slot of one job: the primary key lets one process claim it."""

    __tablename__ = "task_run"

    task: Mapped[str] = mapped_column(String(40), primary_key=True)
    slot: Mapped[datetime] = mapped_column(primary_key=True)
    status: Mapped[RunStatus] = mapped_column(default=RunStatus.RUNNING, index=True)
    holder: Mapped[str] = mapped_column(String(80))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=1)
    result: Mapped[str] = mapped_column(String(200), default="")  # counts or an error's class
