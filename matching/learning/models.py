"""Tables of learning: impressions, excluded titles."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


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


class TitleExclusion(Base):
    """A title excluded from learning until it is included again."""

    __tablename__ = "title_exclusion"

    title: Mapped[str] = mapped_column(String(80), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
