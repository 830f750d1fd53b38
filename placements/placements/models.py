"""Placements, their evidence and their checks."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Stamped, Versioned
from core.files.models import StoredFile
from core.labels import Labelled
from fairs.fairs.models import Fair
from jobs.applications.models import Application
from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy
from people.veterans.models import EmploymentStatus, Veteran


class PlacementStatus(Labelled):
    """Status of a placement; `lifecycle.py` has the events between them."""

    CLAIMED = ("CLAIMED", "等确认", "wait")
    CONFIRMED = ("CONFIRMED", "已确认", "info")
    VERIFIED = ("VERIFIED", "已核实", "ok")
    ENDED = ("ENDED", "已离职")
    VOID = ("VOID", "不成立", "bad")


class PlacementChannel(Labelled):
    """How the veteran came to this work, by the written rule in `attribution.py`."""

    FAIR = ("FAIR", "招聘会")
    ONLINE = ("ONLINE", "线上投递")
    REFERRAL = ("REFERRAL", "工作人员推荐")
    SELF = ("SELF", "自主就业")


class Side(Labelled):
    """Who claims, confirms or denies a placement: the employer or the veteran."""

    EMPLOYER = ("EMPLOYER", "单位")
    VETERAN = ("VETERAN", "本人")


class AskedBy(Labelled):
    """How staff heard a side confirm, where they record it on the side's behalf."""

    CALL = ("CALL", "电话")
    VISIT = ("VISIT", "当面")
    PAPER = ("PAPER", "材料")


class ContractType(Labelled):
    """Kind of contract between employer and veteran."""

    OPEN_ENDED = ("OPEN_ENDED", "无固定期限合同")
    FIXED = ("FIXED", "固定期限合同")
    LABOUR_SERVICE = ("LABOUR_SERVICE", "劳务协议")
    FLEXIBLE = ("FLEXIBLE", "灵活就业")
    OWN_BUSINESS = ("OWN_BUSINESS", "个体经营")


class VerifyMethod(Labelled):
    """Evidence of the bureau's verification."""

    CONTRACT = ("CONTRACT", "看过劳动合同")
    INSURANCE = ("INSURANCE", "查到社保缴费")
    CALL = ("CALL", "电话回访")


class EndReason(Labelled):
    """Why the veteran left."""

    QUIT = ("QUIT", "本人辞职")
    DISMISSED = ("DISMISSED", "单位辞退")
    CONTRACT_OVER = ("CONTRACT_OVER", "合同到期")
    FIRM_CLOSED = ("FIRM_CLOSED", "单位停业")
    BETTER_JOB = ("BETTER_JOB", "换了工作")
    HEALTH = ("HEALTH", "身体原因")
    OTHER = ("OTHER", "其他")


class VoidCause(Labelled):
    """Why a placement is void; the last two are recorded by an operation, not chosen."""

    NEVER_CAME = ("NEVER_CAME", "本人没有去上班")
    NOT_HIRED = ("NOT_HIRED", "单位没有录用，或者撤回了录用")
    WRONG_PERSON = ("WRONG_PERSON", "登记错了人")
    WRONG_FACTS = ("WRONG_FACTS", "单位、日期登记错了")
    TWICE = ("TWICE", "重复登记")
    NO_PROOF = ("NO_PROOF", "核实不到，没有凭证")
    UNTRUE = ("UNTRUE", "弄虚作假")
    OTHER = ("OTHER", "其他")
    DENIED = ("DENIED", "一方说没有这回事")
    ACCEPTANCE_CANCELLED = ("ACCEPTANCE_CANCELLED", "接受录用被取消")


class CheckResult(Labelled):
    """Result of a check."""

    AT_WORK = ("AT_WORK", "仍在岗")
    LEFT = ("LEFT", "已离职")
    UNREACHABLE = ("UNREACHABLE", "没联系上")


class Placement(Versioned, Stamped, Base):
    """A veteran's work at an employer. It counts from VERIFIED on, one person once a year.

    `status_before` is the veteran's employment status before the claim: VOID restores it.
    `wage` is whole yuan a month. `…_confirmed_by` is the member of staff who recorded the
    confirmation on the side's behalf, None where the side confirmed by its own account;
    `…_asked_by` is how they heard it, None where that was not recorded.
    An employer that is not on the platform confirms nothing: its moment stays None.
    """

    __tablename__ = "placement"
    __table_args__ = (
        Index(
            "uq_placement_running",
            "veteran_id",
            "employer_id",
            unique=True,
            sqlite_where=text("status IN ('CLAIMED', 'CONFIRMED', 'VERIFIED')"),
            postgresql_where=text("status IN ('CLAIMED', 'CONFIRMED', 'VERIFIED')"),
        ),
        CheckConstraint("wage IS NULL OR wage BETWEEN 0 AND 1000000", name="wage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), index=True)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"), index=True)
    employer_name: Mapped[str] = mapped_column(String(120))  # also of one without id
    vacancy_id: Mapped[int | None] = mapped_column(ForeignKey("vacancy.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), unique=True)
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fair.id"), index=True)
    channel: Mapped[PlacementChannel] = mapped_column(index=True)
    attribution: Mapped[str] = mapped_column(String(200), default="")  # which rule, on what
    # Why staff corrected what the rule found, with who and when; empty where the rule decided.
    channel_reason: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    channel_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    channel_at: Mapped[datetime | None]
    title: Mapped[str] = mapped_column(String(80))
    occupation_code: Mapped[str] = mapped_column(String(10), default="")
    start_on: Mapped[date] = mapped_column(index=True)
    contract: Mapped[ContractType | None]
    contract_on: Mapped[date | None]  # the day it was signed
    contract_until: Mapped[date | None]
    wage: Mapped[int | None]
    has_insurance: Mapped[bool | None]
    insured_from: Mapped[date | None]  # the employer pays social insurance from this month on
    status: Mapped[PlacementStatus] = mapped_column(default=PlacementStatus.CLAIMED, index=True)
    status_before: Mapped[EmploymentStatus]

    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    claimed_at: Mapped[datetime]
    employer_confirmed_at: Mapped[datetime | None]
    employer_confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    employer_asked_by: Mapped[AskedBy | None]
    veteran_confirmed_at: Mapped[datetime | None]
    veteran_confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    veteran_asked_by: Mapped[AskedBy | None]
    verified_at: Mapped[datetime | None] = mapped_column(index=True)
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verify_method: Mapped[VerifyMethod | None]
    verify_note: Mapped[str] = mapped_column(String(200), default="")
    ended_on: Mapped[date | None]
    end_reason: Mapped[EndReason | None]
    void_cause: Mapped[VoidCause | None] = mapped_column(index=True)
    void_reason: Mapped[str] = mapped_column(String(200), default="")
    denied_by: Mapped[Side | None]
    restored_at: Mapped[datetime | None]  # when the bureau took the last void back
    restored_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    restored_reason: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))

    veteran: Mapped[Veteran] = relationship()
    employer: Mapped[Employer | None] = relationship()
    vacancy: Mapped[Vacancy | None] = relationship()
    application: Mapped[Application | None] = relationship()
    fair: Mapped[Fair | None] = relationship()
    evidence: Mapped[list["PlacementEvidence"]] = relationship(cascade="all, delete-orphan")
    checks: Mapped[list["PlacementCheck"]] = relationship(
        back_populates="placement", cascade="all, delete-orphan", order_by="PlacementCheck.months"
    )

    @property
    def void_note(self) -> str:
        """Why the placement is void, or once was, with who denied it; empty where it never was."""
        first = self.void_cause.label if self.void_cause else ""
        if self.denied_by is not None:
            first = f"{self.denied_by.label}说没有这回事"
        return "：".join(filter(None, (first, self.void_reason)))

    @property
    def is_confirmed(self) -> bool:
        """Whether all who can confirm have: an employer not on the platform cannot."""
        by_employer = self.employer_id is None or self.employer_confirmed_at is not None
        return by_employer and self.veteran_confirmed_at is not None

    @property
    def is_on_behalf(self) -> bool:
        """Whether staff recorded a confirmation on a side's behalf."""
        return bool(self.employer_confirmed_by or self.veteran_confirmed_by)


class PlacementEvidence(Stamped, Base):
    """A document behind a placement: contract, insurance record or the like."""

    __tablename__ = "placement_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), index=True)
    kind: Mapped[VerifyMethod]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)

    file: Mapped[StoredFile] = relationship()


class PlacementCheck(Versioned, Base):
    """A check after 1, 3, 6 or 12 months whether the veteran still works there."""

    __tablename__ = "placement_check"
    __table_args__ = (
        UniqueConstraint("placement_id", "months"),
        CheckConstraint("months IN (1, 3, 6, 12)", name="months"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    months: Mapped[int]
    due_on: Mapped[date] = mapped_column(index=True)
    done_on: Mapped[date | None] = mapped_column(index=True)
    result: Mapped[CheckResult | None]
    note: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    placement: Mapped[Placement] = relationship(back_populates="checks")
