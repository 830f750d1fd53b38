"""Employers and who may act for them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from core.crypto import Sealable, Sealed
from core.db import Base, Stamped, Versioned
from core.files.models import StoredFile
from core.labels import Labelled
from jobs.employers.names import LONGEST_KEY, name_key
from people.divisions.models import division_key
from sheets.models import ImportBatch


class EmployerStatus(Labelled):
    """Status of an employer's verification. Only VERIFIED may publish."""

    PENDING = ("PENDING", "待核实", "wait")
    RETURNED = ("RETURNED", "退回补正", "info")
    VERIFIED = ("VERIFIED", "已核实", "ok")
    LAPSED = ("LAPSED", "核实已到期", "bad")
    REFUSED = ("REFUSED", "不予通过", "bad")


class Industry(Labelled):
    """国民经济行业分类 GB/T 4754-2017 门类."""

    A = ("A", "农、林、牧、渔业")
    B = ("B", "采矿业")
    C = ("C", "制造业")
    D = ("D", "电力、热力、燃气及水生产和供应业")
    E = ("E", "建筑业")
    F = ("F", "批发和零售业")
    G = ("G", "交通运输、仓储和邮政业")
    H = ("H", "住宿和餐饮业")
    I = ("I", "信息传输、软件和信息技术服务业")  # noqa: E741 - the standard's own letter
    J = ("J", "金融业")
    K = ("K", "房地产业")
    L = ("L", "租赁和商务服务业")
    M = ("M", "科学研究和技术服务业")
    N = ("N", "水利、环境和公共设施管理业")
    O = ("O", "居民服务、修理和其他服务业")  # noqa: E741 - the standard's own letter
    P = ("P", "教育")
    Q = ("Q", "卫生和社会工作")
    R = ("R", "文化、体育和娱乐业")
    S = ("S", "公共管理、社会保障和社会组织")
    T = ("T", "国际组织")


class Staffing(Labelled):
    """How many people work there, by the employer's own statement."""

    UNDER_20 = ("UNDER_20", "20人以下")
    UNDER_100 = ("UNDER_100", "20—99人")
    UNDER_500 = ("UNDER_500", "100—499人")
    OVER_500 = ("OVER_500", "500人以上")


IDENTITY = {"name": "单位名称", "credit_code": "统一社会信用代码"}
PROFILE = {
    "industry": "所属行业",
    "introduction": "单位简介",
    "division_code": "所在地",
    "address": "详细地址",
}
CONTACT = {"contact_name": "联系人", "contact_phone_sealed": "联系电话"}


class Employer(Sealable, Versioned, Stamped, Base):
    """An organisation that hires. `code_note`: why staff accepted a code whose check fails.

    `name_key` follows `name`: by it an employer is found again.
    """

    __tablename__ = "employer"
    __table_args__ = (Index("ix_employer_version_updated_at", "version", "updated_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), index=True)
    name_key: Mapped[str] = mapped_column(
        String(LONGEST_KEY), index=True, server_default=text("''")
    )
    credit_code: Mapped[str | None] = mapped_column(String(18), unique=True)
    code_note: Mapped[str] = mapped_column(String(200), default="")
    industry: Mapped[Industry | None]
    staffing: Mapped[Staffing | None]
    introduction: Mapped[str] = mapped_column(Text, default="")
    division_code: Mapped[str | None] = division_key()
    address: Mapped[str] = mapped_column(String(120), default="")
    legal_person: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    is_veteran_run: Mapped[bool] = mapped_column(default=False, server_default=false())  # 军创企业
    contact_name: Mapped[str] = mapped_column(String(40), default="")
    contact_phone_sealed: Mapped[str | None] = mapped_column(String(200))

    status: Mapped[EmployerStatus] = mapped_column(default=EmployerStatus.PENDING, index=True)
    status_note: Mapped[str] = mapped_column(String(200), default="")
    submitted_at: Mapped[datetime] = mapped_column(index=True)
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verified_until: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(80), default="")  # where an imported one came from
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey(ImportBatch.id), index=True)

    contact_phone = Sealed("contact_phone_sealed")
    members: Mapped[list["EmployerMember"]] = relationship(back_populates="employer")

    @validates("name")
    def _follow(self, _column: str, name: str) -> str:
        """Set the key of a name that is set."""
        self.name_key = name_key(name)
        return name

    def missing_profile(self) -> list[str]:
        """Return what is missing of 单位基本情况, which every vacancy must show by law."""
        return [label for column, label in PROFILE.items() if not getattr(self, column)]

    def missing(self) -> list[str]:
        """Return what is missing of all that staff need to verify this employer."""
        wanted = {**IDENTITY, **PROFILE, **CONTACT}
        return [label for column, label in wanted.items() if not getattr(self, column)]

    def is_verified(self, day: date) -> bool:
        """Return whether the verification is valid on that day."""
        return self.status is EmployerStatus.VERIFIED and (
            self.verified_until is None or day <= self.verified_until
        )

    def has_ended(self, day: date) -> bool:
        """Return whether the verification ended before that day and is not yet marked as LAPSED."""
        return self.status is EmployerStatus.VERIFIED and not self.is_verified(day)


class EmployerMember(Base):
    """An account that acts for an employer."""

    __tablename__ = "employer_member"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)

    employer: Mapped[Employer] = relationship(back_populates="members")


class DocumentKind(Labelled):
    """Documents an employer hands in (人力资源市场暂行条例 第二十六条)."""

    LICENCE = ("LICENCE", "营业执照")
    AUTHORISATION = ("AUTHORISATION", "招聘授权书")
    CONTACT_ID = ("CONTACT_ID", "经办人身份证明")


class EmployerDocument(Stamped, Base):
    """A document for verification; a newer one of its kind replaces it."""

    __tablename__ = "employer_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    kind: Mapped[DocumentKind]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    replaced_at: Mapped[datetime | None]

    file: Mapped[StoredFile] = relationship()
