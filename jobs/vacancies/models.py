"""Vacancies: the legally required elements, hard conditions apart from text, and the status."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Stamped, Versioned
from core.labels import Labelled
from jobs.employers.models import Employer
from jobs.vacancies.precedence import promises_precedence
from people.divisions.models import division_key
from people.veterans.models import Schooling
from sheets.models import ImportBatch


class VacancyStatus(Labelled):
    """岗位状态; `lifecycle.py` has the events that lead from one to the next."""

    DRAFT = ("DRAFT", "草稿")
    SUBMITTED = ("SUBMITTED", "待审核", "wait")
    RETURNED = ("RETURNED", "退回修改", "bad")
    PUBLISHED = ("PUBLISHED", "招聘中", "ok")
    PAUSED = ("PAUSED", "已暂停", "info")
    FILLED = ("FILLED", "已招满", "gold")
    EXPIRED = ("EXPIRED", "已过期")
    CLOSED = ("CLOSED", "已关闭")
    REMOVED = ("REMOVED", "已下架", "bad")


class PayPeriod(Labelled):
    """What one payment is for."""

    MONTH = ("MONTH", "元/月")
    DAY = ("DAY", "元/天")
    HOUR = ("HOUR", "元/小时")
    PIECE = ("PIECE", "计件")


# A convention for comparing with a wish by the month, not a rule of pay: 21.75 days of 8 hours.
MONTHLY_FACTOR = {PayPeriod.MONTH: 1.0, PayPeriod.DAY: 21.75, PayPeriod.HOUR: 174.0}


class Vacancy(Versioned, Stamped, Base):
    """A vacancy. `pay_min`/`pay_max` are whole yuan per `pay_period`, before tax, None if unstated.

    `valid_to` is the last day to apply. `replaces_id` links a reopened vacancy to the closed one
    it continues.
    """

    __tablename__ = "vacancy"
    __table_args__ = (
        CheckConstraint("headcount BETWEEN 1 AND 9999", name="headcount"),
        CheckConstraint("pay_min IS NULL OR pay_max IS NULL OR pay_min <= pay_max", name="pay"),
        CheckConstraint("age_min IS NULL OR age_max IS NULL OR age_min <= age_max", name="age"),
        Index("ix_vacancy_status_valid_to", "status", "valid_to"),
        Index("ix_vacancy_version_updated_at", "version", "updated_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    title: Mapped[str] = mapped_column(String(80))
    occupation_code: Mapped[str] = mapped_column(String(10), default="", index=True)
    headcount: Mapped[int]
    duties: Mapped[str] = mapped_column(Text, default="")
    requirements: Mapped[str] = mapped_column(Text, default="")
    place_code: Mapped[str | None] = division_key(index=True)
    place_detail: Mapped[str] = mapped_column(String(120), default="")
    pay_min: Mapped[int | None]
    pay_max: Mapped[int | None]
    pay_period: Mapped[PayPeriod] = mapped_column(default=PayPeriod.MONTH)
    valid_to: Mapped[date]

    schooling_min: Mapped[Schooling | None]
    age_min: Mapped[int | None]
    age_max: Mapped[int | None]
    age_reason: Mapped[str] = mapped_column(String(120), default="")
    years_min: Mapped[int | None]
    has_lodging: Mapped[bool | None]  # 包吃住
    has_insurance: Mapped[bool | None]  # 五险
    has_nights: Mapped[bool | None]  # 上夜班
    shift_note: Mapped[str] = mapped_column(String(60), default="")
    veterans_first: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(80), default="")  # 来源, shown on reposted vacancies

    status: Mapped[VacancyStatus] = mapped_column(default=VacancyStatus.DRAFT, index=True)
    status_note: Mapped[str] = mapped_column(String(200), default="")
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None] = mapped_column(index=True)  # by complaints, until reviewed
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("vacancy.id"), index=True)
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey(ImportBatch.id), index=True)

    employer: Mapped[Employer] = relationship()
    credentials: Mapped[list["VacancyCredential"]] = relationship(
        cascade="all, delete-orphan", order_by="VacancyCredential.key"
    )

    def is_open(self, day: date) -> bool:
        """Return whether veterans may apply on that day."""
        return (
            self.status is VacancyStatus.PUBLISHED
            and self.hidden_at is None
            and day <= self.valid_to
            and self.employer.is_verified(day)
        )

    @property
    def prefers_veterans(self) -> bool:
        """Return whether veterans have precedence: ticked, or promised in the text."""
        return self.veterans_first or promises_precedence(f"{self.duties}\n{self.requirements}")

    def monthly_pay(self) -> tuple[int | None, int | None]:
        """Return (min, max) in yuan a month, None where unstated or paid by the piece."""
        factor = MONTHLY_FACTOR.get(self.pay_period)
        if factor is None:
            return None, None
        low, high = self.pay_min, self.pay_max
        return (
            None if low is None else round(low * factor),
            None if high is None else round(high * factor),
        )


class VacancyCredential(Base):
    """A certificate or licence a vacancy demands, by its key in the lexicon."""

    __tablename__ = "vacancy_credential"

    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
