"""What a veteran has done and holds: spells of service, certificates, civilian work."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from lexicon.durations import Spell, months_of
from people.veterans.models.labels import Branch, RankSystem


class ServiceRecord(Base):
    """One spell of service in one trade. It has no field for a unit, by law and by design."""

    __tablename__ = "service_record"
    __table_args__ = (CheckConstraint("started_on <= ended_on", name="order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), index=True)
    branch: Mapped[Branch]
    specialty: Mapped[str] = mapped_column(String(40))
    duty: Mapped[str] = mapped_column(String(40), default="")
    rank_system: Mapped[RankSystem]
    rank: Mapped[str] = mapped_column(String(20), default="")
    started_on: Mapped[date]
    ended_on: Mapped[date]

    @property
    def spell(self) -> Spell:
        """Its days, the last one included."""
        return Spell(self.started_on, self.ended_on)

    @property
    def months(self) -> int:
        """Full months of this spell."""
        return months_of([self.spell])


class CredentialRecord(Base):
    """A certificate or driving licence. `key` is its key in the lexicon, "" where it has none."""

    __tablename__ = "credential_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), index=True)
    key: Mapped[str] = mapped_column(String(40), default="", index=True)
    name: Mapped[str] = mapped_column(String(60))
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]

    @property
    def is_recognised(self) -> bool:
        """Return whether the lexicon knows it; else it is shown as typed and 未核对."""
        return bool(self.key)

    def is_valid(self, day: date) -> bool:
        """Return whether it is valid on a day; without a date of expiry it always is."""
        return self.expires_on is None or day <= self.expires_on


class WorkRecord(Base):
    """Civilian work since leaving the forces."""

    __tablename__ = "work_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), index=True)
    title: Mapped[str] = mapped_column(String(60))
    employer_name: Mapped[str] = mapped_column(String(80), default="")
    started_on: Mapped[date]
    ended_on: Mapped[date | None]  # None: not ended
    text: Mapped[str] = mapped_column(String(500), default="")

    def spell_until(self, day: date) -> Spell:
        """Return its days, the last one included; one that has not ended runs until `day`."""
        return Spell(self.started_on, self.ended_on or day)

    def months_until(self, day: date) -> int:
        """Return the full months of this spell, counted to `day` where it has not ended."""
        return months_of([self.spell_until(day)])
