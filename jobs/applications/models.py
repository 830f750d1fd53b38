"""Applications, their events, and the consent that opens contact details to one employer."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Stamped, Versioned
from core.labels import Labelled
from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy
from people.veterans.models import Veteran


class ApplicationStatus(Labelled):
    """The status of an application for those who work on it."""

    APPLIED = ("APPLIED", "已投递", "info")
    SCREENING = ("SCREENING", "筛选中", "info")
    SHORTLISTED = ("SHORTLISTED", "初选通过", "info")
    INVITED = ("INVITED", "已约面试", "wait")
    INTERVIEWED = ("INTERVIEWED", "已面试", "wait")
    OFFERED = ("OFFERED", "已录用待答复", "gold")
    ACCEPTED = ("ACCEPTED", "已接受录用", "ok")
    DECLINED = ("DECLINED", "本人谢绝录用")
    REJECTED = ("REJECTED", "不合适", "bad")
    WITHDRAWN = ("WITHDRAWN", "本人撤回")
    EXPIRED_NO_REPLY = ("EXPIRED_NO_REPLY", "单位没有答复", "bad")
    CANCELLED = ("CANCELLED", "录用取消", "bad")
    VACANCY_REMOVED = ("VACANCY_REMOVED", "岗位下架", "bad")


class PublicStatus(Labelled):
    """The five statuses a veteran reads."""

    SENT = ("SENT", "已投递", "info")
    IN_WORK = ("IN_WORK", "处理中", "info")
    INTERVIEW = ("INTERVIEW", "约面试", "wait")
    RESULT = ("RESULT", "有结果", "ok")
    ENDED = ("ENDED", "已结束")


class Origin(Labelled):
    """How an application came about; the channel its placement is counted under."""

    ONLINE = ("ONLINE", "线上投递")
    FAIR = ("FAIR", "招聘会")
    REFERRAL = ("REFERRAL", "工作人员推荐")


class RejectReason(Labelled):
    """Why an employer rejects. The bureau counts these; the veteran reads a kind sentence.

    Each is about the work: none may name age, sex, family, health or origin.
    """

    SCHOOLING = ("SCHOOLING", "学历")
    SKILLS = ("SKILLS", "技能或证书")
    FITNESS = ("FITNESS", "体力活或操作要求")
    DISTANCE = ("DISTANCE", "距离")
    PAY = ("PAY", "薪资")
    FULL = ("FULL", "岗位已满")
    DUPLICATE = ("DUPLICATE", "重复投递")
    GAVE_UP = ("GAVE_UP", "本人放弃")
    UNREACHABLE = ("UNREACHABLE", "联系不上")
    OTHER = ("OTHER", "其他")


class Application(Versioned, Stamped, Base):
    """One veteran's application for one vacancy; an ended one may be followed by another.

    `last_active_status` is the status before it ended. `answered_at` is the employer's last
    answer: silence is counted from it, or from `applied_at`.
    """

    __tablename__ = "application"
    __table_args__ = (
        Index(
            "uq_application_open",
            "veteran_id",
            "vacancy_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_application_vacancy_id_status", "vacancy_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), index=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"))
    origin: Mapped[Origin] = mapped_column(default=Origin.ONLINE, index=True)
    referred_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    note: Mapped[str] = mapped_column(String(500), default="")

    status: Mapped[ApplicationStatus] = mapped_column(default=ApplicationStatus.APPLIED, index=True)
    last_active_status: Mapped[ApplicationStatus | None]
    reject_reason: Mapped[RejectReason | None] = mapped_column(index=True)
    status_note: Mapped[str] = mapped_column(String(200), default="")  # the veteran reads it
    next_action: Mapped[str] = mapped_column(String(120), default="")
    interview_at: Mapped[datetime | None] = mapped_column(index=True)
    interview_place: Mapped[str] = mapped_column(String(120), default="")

    applied_at: Mapped[datetime] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)

    veteran: Mapped[Veteran] = relationship()
    vacancy: Mapped[Vacancy] = relationship()
    events: Mapped[list["ApplicationEvent"]] = relationship(
        back_populates="application", order_by="ApplicationEvent.id", cascade="all, delete-orphan"
    )


class ApplicationEvent(Base):
    """One event of an application's history, as both sides may read it; never changed."""

    __tablename__ = "application_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    status: Mapped[ApplicationStatus]
    at: Mapped[datetime]
    by_role: Mapped[str] = mapped_column(String(20))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(String(200), default="")

    application: Mapped[Application] = relationship(back_populates="events")


class ContactConsent(Stamped, Base):
    """A separate consent (个人信息保护法 第二十九条) to one employer; kept when it is over.

    `withdrawn_at` is when the veteran withdrew it, or when its purpose ended by itself.
    """

    __tablename__ = "contact_consent"
    __table_args__ = (
        Index(
            "uq_contact_consent_open",
            "veteran_id",
            "employer_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), index=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    wording: Mapped[str] = mapped_column(String(500))
    given_at: Mapped[datetime]
    given_to: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # clerk, if 代办
    withdrawn_at: Mapped[datetime | None]

    employer: Mapped[Employer] = relationship()


class ContactView(Base):
    """One time contact details were shown to an employer's account; the veteran reads this."""

    __tablename__ = "contact_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), index=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    what: Mapped[str] = mapped_column(String(20))  # phone or resume
    at: Mapped[datetime]

    employer: Mapped[Employer] = relationship()

    @property
    def words(self) -> str:
        """What the employer did, as the veteran reads it."""
        return "下载了简历" if self.what == "resume" else "看了姓名和手机号"
