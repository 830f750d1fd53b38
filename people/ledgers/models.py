"""What a sheet changed in profiles that were there before."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.crypto import Sealable, Sealed
from core.db import Base
from people.veterans.models import Veteran
from sheets.models import ImportBatch


class LedgerChange(Sealable, Base):
    """One profile that an import changed: its former values, and its version since.

    `before` is JSON: the columns that were changed, the ids of the records that were added.
    """

    __tablename__ = "ledger_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_batch_id: Mapped[int] = mapped_column(ForeignKey(ImportBatch.id), index=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey(Veteran.id), index=True)
    version: Mapped[int]
    before_sealed: Mapped[str] = mapped_column(Text)

    before = Sealed("before_sealed")
