"""A veteran's profile: who they are, how they left the forces, the work they want."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import clock
from core.crypto import Sealable, Sealed
from core.db import Base, Stamped, Versioned
from core.looks import Person
from lexicon.durations import months_of
from people.divisions.models import division_key
from people.secrecy.names import Named
from people.veterans.models.labels import (
    UNASKED,
    EmploymentStatus,
    ResettlementMode,
    Schooling,
    Sex,
    SoldierClass,
    Verification,
)
from people.veterans.models.records import CredentialRecord, ServiceRecord, WorkRecord
from sheets.models import ImportBatch


class Veteran(Person, Named, Sealable, Versioned, Stamped, Base):
    """A retired soldier the bureau looks after, in work or not: the profile a person fills in.

    `employment_status` covers the whole life after service, up to DECEASED. Where `personalised`
    is False, vacancies are listed newest first and not ranked.
    """

    __tablename__ = "veteran"
    __table_args__ = (
        CheckConstraint("pay_min IS NULL OR pay_min BETWEEN 0 AND 200000", name="pay_min"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), unique=True)
    name: Mapped[str] = mapped_column(String(40), index=True)
    phone_sealed: Mapped[str] = mapped_column(String(200))
    phone_index: Mapped[str] = mapped_column(String(64), index=True)
    id_number_sealed: Mapped[str | None] = mapped_column(String(200))
    id_number_index: Mapped[str | None] = mapped_column(String(64), unique=True)
    sex: Mapped[Sex | None]
    born_on: Mapped[date | None]
    township_code: Mapped[str | None] = division_key(index=True)

    soldier_class: Mapped[SoldierClass | None]
    resettlement_mode: Mapped[ResettlementMode | None]
    retired_on: Mapped[date | None] = mapped_column(index=True)
    schooling: Mapped[Schooling | None]
    major: Mapped[str] = mapped_column(String(60), default="")
    skills_text: Mapped[str] = mapped_column(Text, default="")
    credentials_complete_on: Mapped[date | None]  # the day they said that these are all

    wanted_occupations: Mapped[list[str]] = mapped_column(JSON, default=list)
    wanted_places: Mapped[list[str]] = mapped_column(JSON, default=list)  # division codes
    accepts_away: Mapped[bool | None]
    pay_min: Mapped[int | None]  # yuan a month
    wants_lodging: Mapped[bool | None]
    refuses_nights: Mapped[bool | None]
    personalised: Mapped[bool] = mapped_column(default=True)

    employment_status: Mapped[EmploymentStatus] = mapped_column(
        default=EmploymentStatus.SEEKING, index=True
    )
    status_stated_on: Mapped[date | None]  # None: nobody was asked, they count as looking for work
    verification: Mapped[Verification] = mapped_column(default=Verification.UNVERIFIED, index=True)
    registered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # clerk, if 代办
    claim_hash: Mapped[str | None] = mapped_column(String(64))  # one-time code to take it over
    claim_expires_at: Mapped[datetime | None]
    # The sheet that brought this profile in: the person agreed to nothing yet.
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey(ImportBatch.id), index=True)

    phone = Sealed("phone_sealed", index="phone_index")
    id_number = Sealed("id_number_sealed", index="id_number_index")

    services: Mapped[list[ServiceRecord]] = relationship(
        cascade="all, delete-orphan", order_by=ServiceRecord.started_on
    )
    credentials: Mapped[list[CredentialRecord]] = relationship(
        cascade="all, delete-orphan", order_by=CredentialRecord.id
    )
    works: Mapped[list[WorkRecord]] = relationship(
        cascade="all, delete-orphan", order_by=WorkRecord.started_on
    )

    @property
    def is_verified(self) -> bool:
        """Whether staff have confirmed the veteran's status."""
        return self.verification is Verification.VERIFIED

    @property
    def is_mismatch(self) -> bool:
        """Whether staff found that the documents do not match."""
        return self.verification is Verification.MISMATCH

    @property
    def status_words(self) -> str:
        """The present situation in words; that nobody asked is not shown as an answer."""
        is_seeking = self.employment_status is EmploymentStatus.SEEKING
        is_unasked = is_seeking and self.status_stated_on is None
        return UNASKED if is_unasked else self.employment_status.label

    def age_on(self, day: date) -> int | None:
        """Return the full years lived, None where the birth date is not known."""
        return None if self.born_on is None else clock.age_on(self.born_on, day)

    @property
    def service_months(self) -> int:
        """服役年限: the full months of all spells together, each day counted once."""
        return months_of(record.spell for record in self.services)
