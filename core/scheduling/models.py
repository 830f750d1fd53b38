"""The scheduler's lease, and the run of each slot of each task."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.labels import Labelled


class RunStatus(Labelled):
    """Whether a run is going on, done or failed."""

    RUNNING = ("RUNNING", "正在做", "info")
    DONE = ("DONE", "做完了", "ok")
    FAILED = ("FAILED", "没做成", "bad")


class Lease(Base):
    """A name one process holds until a time; a dead process loses it when it expires."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    held_until: Mapped[datetime]


class SeenMoment(Base):
    """The one row of the last moment the scheduler saw; `doubted_at`: it waits for staff."""

    __tablename__ = "seen_moment"

    id: Mapped[int] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]
    doubted_at: Mapped[datetime | None]


class TaskRun(Base):
    """One slot of one task; by the primary key only one process can claim it."""

    __tablename__ = "task_run"

    task: Mapped[str] = mapped_column(String(40), primary_key=True)
    slot: Mapped[datetime] = mapped_column(primary_key=True)
    status: Mapped[RunStatus] = mapped_column(default=RunStatus.RUNNING, index=True)
    holder: Mapped[str] = mapped_column(String(80))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=1)
    result: Mapped[str] = mapped_column(String(200), default="")  # counts or an error's class
