"""Administrative divisions: the county's own units and the places people go to work."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.labels import Labelled


class DivisionLevel(Labelled):
    """How high a division stands."""

    PROVINCE = ("PROVINCE", "省")
    CITY = ("CITY", "市")
    COUNTY = ("COUNTY", "县")
    TOWNSHIP = ("TOWNSHIP", "乡镇")


class Division(Base):
    """A division by its statistics code (2, 4, 6 or 9 digits); names repeat, codes do not.

    `map_row` and `map_column` place a township on the county's tile map; `short_name` is how
    people write it (榴城 for 榴城镇).
    """

    __tablename__ = "division"

    code: Mapped[str] = mapped_column(String(9), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    short_name: Mapped[str] = mapped_column(String(40), index=True)
    level: Mapped[DivisionLevel] = mapped_column(index=True)
    map_row: Mapped[int | None]
    map_column: Mapped[int | None]
