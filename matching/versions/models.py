"""Versions of the model: confirmed titles or weights, with the report of their replay."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.labels import Labelled


class ModelKind(Labelled):
    """The content of a version of the model."""

    TITLES = ("TITLES", "岗位名称对应的职业")
    WEIGHTS = ("WEIGHTS", "各项的分值")


class ModelStatus(Labelled):
    """The status of a version; at most one of a kind is active."""

    DRAFT = ("DRAFT", "试排过，没启用", "info")
    REFUSED = ("REFUSED", "没有比现在好，不能启用", "bad")
    ACTIVE = ("ACTIVE", "正在用", "ok")
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
