"""A parameter's value from a day on; earlier values stay, so that old figures stay explained."""

from datetime import date

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Stamped


class ParameterValue(Stamped, Base):
    """What a parameter is worth from `valid_from` on. Amounts are in 分, times in days."""

    __tablename__ = "parameter_value"
    __table_args__ = (UniqueConstraint("key", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), index=True)
    value: Mapped[int | None]  # None: not set, and what depends on it says so
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(String(200), default="")  # 文号 or who decided
    set_by: Mapped[int | None]
