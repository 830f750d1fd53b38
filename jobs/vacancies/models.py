"""Vacancies: the legally required elements, hard conditions apart from text, and the state."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Stamped, Versioned
from core.labels import Labelled
from jobs.employers.models import Employer
from people.divisions.models import division_key
from people.veterans.models import Schooling


class VacancyStatus(Labelled):
    """岗位状态; what leads from one to the next stands in `lifecycle.py`."""

    DRAFT = ("DRAFT", "草稿")
    SUBMITTED = ("SUBMITTED", "待审核")
    RETURNED = ("RETURNED", "退回修改")
    PUBLISHED = ("PUBLISHED", "招聘中")
    PAUSED = ("PAUSED", "已暂停")
    FILLED = ("FILLED", "已招满")
    EXPIRED = ("EXPIRED", "已过期")
    CLOSED = ("CLOSED", "已关闭")
    REMOVED = ("REMOVED", "已下架")


class PayPeriod(Labelled):
    """What one payment is for."""

    MONTH = ("MONTH", "元/月")
    DAY = ("DAY", "元/天")
    HOUR = ("HOUR", "元/小时")
    PIECE = ("PIECE", "计件")


# A convention for comparing with a wish by the month, not a rule of pay: 21.75 days of 8 hours.
MONTHLY_FACTOR = {PayPeriod.MONTH: 1.0, PayPeriod.DAY: 21.75, PayPeriod.HOUR: 174.0}


class Vacancy(Versioned, Stamped, Base):
    """A post. `pay_min`/`pay_max` are whole yuan per `pay_period`, before tax, None if not told.

    `valid_to` is the last day somebody may apply. `replaces_id` links a reopened post to the
    closed one it continues.
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
    source: Mapped[str] = mapped_column(String(80), default="")  # 来源, shown on reposted posts

    status: Mapped[VacancyStatus] = mapped_column(default=VacancyStatus.DRAFT, index=True)
    status_note: Mapped[str] = mapped_column(String(200), default="")
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None] = mapped_column(index=True)  # reported, until reviewed
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("vacancy.id"), index=True)
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)

    employer: Mapped[Employer] = relationship()
    credentials: Mapped[list["VacancyCredential"]] = relationship(
        cascade="all, delete-orphan", order_by="VacancyCredential.key"
    )

    def is_open(self, day: date) -> bool:
        """Tell whether somebody may apply on that day."""
        return (
            self.status is VacancyStatus.PUBLISHED
            and self.hidden_at is None
            and day <= self.valid_to
            and self.employer.is_verified(day)
        )

    def monthly_pay(self) -> tuple[int | None, int | None]:
        """Return (min, max) in yuan a month, None where not told or paid by the piece."""
        factor = MONTHLY_FACTOR.get(self.pay_period)
        if factor is None:
            return None, None
        low, high = self.pay_min, self.pay_max
        return (
            None if low is None else round(low * factor),
            None if high is None else round(high * factor),
        )


class VacancyCredential(Base):
    """A certificate or licence a post demands, by its key in the lexicon."""

    __tablename__ = "vacancy_credential"

    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)


class ComplaintReason(Labelled):
    """What is wrong with a post, as the one who reports it says."""

    SCAM = ("SCAM", "收费、押金或疑似诈骗")
    FALSE = ("FALSE", "内容不属实")
    GONE = ("GONE", "早就不招了")
    PROMISE = ("PROMISE", "承诺没有兑现")
    DISCRIMINATION = ("DISCRIMINATION", "歧视")
    OTHER = ("OTHER", "其他")


class ComplaintStatus(Labelled):
    """What became of a report."""

    OPEN = ("OPEN", "待处理")
    UPHELD = ("UPHELD", "属实，已处理")
    DISMISSED = ("DISMISSED", "核查后没有发现问题")


class Complaint(Versioned, Stamped, Base):
    """One veteran's report of one post; enough open ones hide the post until reviewed."""

    __tablename__ = "complaint"
    __table_args__ = (
        Index(
            "uq_complaint_open",
            "vacancy_id",
            "veteran_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), index=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), index=True)
    reason: Mapped[ComplaintReason]
    note: Mapped[str] = mapped_column(String(300), default="")
    status: Mapped[ComplaintStatus] = mapped_column(default=ComplaintStatus.OPEN, index=True)
    result: Mapped[str] = mapped_column(String(200), default="")  # the reporter reads it
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]

    vacancy: Mapped[Vacancy] = relationship()


class ImportStatus(Labelled):
    """How far a sheet has come."""

    CHECKED = ("CHECKED", "已试读")
    LOADING = ("LOADING", "正在导入")
    LOADED = ("LOADED", "已导入")
    FAILED = ("FAILED", "没有导入")
    UNDONE = ("UNDONE", "已撤销")


class ImportBatch(Stamped, Base):
    """One sheet brought in: what was read, what was loaded, and how to take it back."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(120))
    file_hash: Mapped[str] = mapped_column(String(64), index=True)
    mapping: Mapped[str] = mapped_column(Text, default="{}")  # JSON: field -> column heading
    source: Mapped[str] = mapped_column(String(80), default="")
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.CHECKED, index=True)
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_loaded: Mapped[int] = mapped_column(default=0)
    rows_refused: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    finished_at: Mapped[datetime | None]
