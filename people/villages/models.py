"""Where a veteran lives. The villages themselves are divisions."""

from dataclasses import dataclass
from zlib import crc32

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Stamped, Versioned
from people.divisions.models import Division
from people.veterans.models import Veteran


class Residence(Versioned, Stamped, Base):
    """The village or community a veteran lives in.

    It may lie outside the veteran's present township, once that has changed: then it is shown as
    wrong and counts nowhere, until staff choose again.
    """

    __tablename__ = "residence"

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), unique=True)
    village_code: Mapped[str] = mapped_column(String(12), ForeignKey("division.code"), index=True)
    set_by: Mapped[int] = mapped_column(ForeignKey("account.id"))

    veteran: Mapped[Veteran] = relationship()
    village: Mapped[Division] = relationship()


@dataclass(frozen=True)
class Village:
    """A village as pages and forms show it.

    A division has no version of its own: the checksum of its name tells whether somebody renamed
    it since a form was opened.
    """

    code: str
    name: str

    @property
    def township_code(self) -> str:
        """The first nine digits name the township."""
        return self.code[:9]

    @property
    def version(self) -> int:
        """A number that changes with the name; it fits a form's field."""
        return crc32(self.name.encode())
