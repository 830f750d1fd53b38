"""Tables of matching: impressions, versions of the model, excluded titles."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.labels import Labelled


class Impression(Base):
    """A vacancy shown in a veteran's own list on a day, and when they opened it.

    `fractions` are the shares earned of each dimension, in the order of the engine's ``NAMES``,
    null where unknown. Outcomes are read from applications and placements.
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
    """The content of a version of the model."""

    TITLES = ("TITLES", "岗位名称对应的职业")
    WEIGHTS = ("WEIGHTS", "各项的分值")


class ModelStatus(Labelled):
    """The status of a version; at most one of a kind is active."""

    DRAFT = ("DRAFT", "试排过，没启用")
    REFUSED = ("REFUSED", "没有比现在好，不能启用")
    ACTIVE = ("ACTIVE", "正在用")
    RETIRED = ("RETIRED", "停用")


class ModelVersion(Base):
    """A version of confirmed titles or of weights, with the report of its replay."""

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
    """A title excluded from learning until it is included again."""

    __tablename__ = "title_exclusion"

    title: Mapped[str] = mapped_column(String(80), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
