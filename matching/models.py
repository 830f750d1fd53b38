"""What was shown and gone for, and which model is in force."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.labels import Labelled


class Impression(Base):
    """A post that stood in somebody's own list on a day, and whether he opened it.

    `fractions` are the shares earned of each dimension, in the order of the engine's ``NAMES``,
    null where unknown. What came of it is read from applications and placements.
    """

    __tablename__ = "impression"
    __table_args__ = (UniqueConstraint("veteran_id", "vacancy_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id", ondelete="CASCADE"))
    vacancy_id: Mapped[int] = mapped_column(
        ForeignKey("vacancy.id", ondelete="CASCADE"), index=True
    )
    day: Mapped[date] = mapped_column(index=True)
    position: Mapped[int]
    fractions: Mapped[list[float | None]] = mapped_column(JSON)
    opened_at: Mapped[datetime | None]


class ModelKind(Labelled):
    """What a version of the model holds."""

    TITLES = ("TITLES", "岗位名称对应的职业")
    WEIGHTS = ("WEIGHTS", "各项的分值")


class ModelStatus(Labelled):
    """Where a version stands. One of a kind is in force at most."""

    DRAFT = ("DRAFT", "试排过，没启用")
    REFUSED = ("REFUSED", "没有比现在好，不能启用")
    ACTIVE = ("ACTIVE", "正在用")
    RETIRED = ("RETIRED", "停用")


class ModelVersion(Base):
    """One version of confirmed titles or of weights, with what its replay showed."""

    __tablename__ = "model_version"
    __table_args__ = (
        Index(
            "uq_model_version_active",
            "kind",
            unique=True,
            sqlite_where=text("status = 'ACTIVE'"),
            postgresql_where=text("status = 'ACTIVE'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ModelKind] = mapped_column(index=True)
    status: Mapped[ModelStatus] = mapped_column(default=ModelStatus.DRAFT)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    report: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]


class TitleExclusion(Base):
    """A title that is not to teach anything, until it is let back in."""

    __tablename__ = "title_exclusion"

    title: Mapped[str] = mapped_column(String(80), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
