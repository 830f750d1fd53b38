"""What a nightly run of matching found, kept with its reasons."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class MatchRun(Base):
    """One run over all veterans who look for work and all posts open on `day`."""

    __tablename__ = "match_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    depth: Mapped[int]  # posts kept for each veteran
    posts: Mapped[int]
    veterans: Mapped[int]
    last_veteran_id: Mapped[int] = mapped_column(default=0)  # where a stopped run goes on
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class MatchResult(Base):
    """One post in one veteran's list; `step` is the level shown, 0 for 信息不足.

    `reasons` are the sentences shown, for and against.
    """

    __tablename__ = "match_result"
    __table_args__ = (
        UniqueConstraint("run_id", "veteran_id", "vacancy_id"),
        Index("ix_match_result_veteran_id", "veteran_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id", ondelete="CASCADE"))
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id", ondelete="CASCADE"))
    vacancy_id: Mapped[int] = mapped_column(
        ForeignKey("vacancy.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    score: Mapped[float]
    step: Mapped[int]
    reasons: Mapped[dict[str, Any]] = mapped_column(JSON)
