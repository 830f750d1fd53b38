"""Values of parameters by date; earlier values stay, so that old figures can be explained."""

from datetime import date

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Stamped


class ParameterValue(Stamped, Base):
    """The value of a parameter from `valid_from` on. Amounts are in 分, times in days."""

    __tablename__ = "parameter_value"
    __table_args__ = (UniqueConstraint("key", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), index=True)
    value: Mapped[int | None]  # None: not set, and pages that depend on it show that
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(String(200), default="")  # document number or who decided
    set_by: Mapped[int | None]
