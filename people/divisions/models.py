"""The table of administrative divisions."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from core.db import Base
from core.labels import Labelled


class DivisionLevel(Labelled):
    """The rank of a division, the highest first."""

    PROVINCE = ("PROVINCE", "省")
    CITY = ("CITY", "市")
    COUNTY = ("COUNTY", "县")
    TOWNSHIP = ("TOWNSHIP", "乡镇")
    VILLAGE = ("VILLAGE", "村、社区")


class Division(Base):
    """A division by its statistics code (2, 4, 6, 9 or 12 digits); names repeat, codes do not.

    Villages and communities are loaded by the bureau (package villages), all others by the file.

    `map_row` and `map_column` place a township on the county's tile map; `short_name` is the name
    in everyday use (榴城 for 榴城镇).
    """

    __tablename__ = "division"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    short_name: Mapped[str] = mapped_column(String(40), index=True)
    level: Mapped[DivisionLevel] = mapped_column(index=True)
    map_row: Mapped[int | None]
    map_column: Mapped[int | None]


def division_key(**options: Any) -> MappedColumn[Any]:
    """Return a column that refers to a township or to what it belongs to, never to a village."""
    return mapped_column(String(9), ForeignKey(Division.code), **options)
