"""The veteran and what is known of him: service, certificates, work, wishes, consent."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import clock
from core.crypto import Sealable, Sealed
from core.db import Base, Stamped, Versioned
from core.labels import Labelled
from people.divisions.models import division_key


class SoldierClass(Labelled):
    """兵役身份: which class of the armed forces somebody left."""

    CONSCRIPT = ("CONSCRIPT", "义务兵")
    SERGEANT = ("SERGEANT", "军士（原士官）")
    OFFICER = ("OFFICER", "军官")


class ResettlementMode(Labelled):
    """安置方式: how somebody was resettled; which are valid depends on the soldier class."""

    RETIREMENT = ("RETIREMENT", "退休")
    TRANSFER = ("TRANSFER", "转业")
    MONTHLY_PENSION = ("MONTHLY_PENSION", "逐月领取退役金")
    DEMOB = ("DEMOB", "复员")
    SELF_EMPLOY = ("SELF_EMPLOY", "自主就业")
    ASSIGNED = ("ASSIGNED", "安排工作")
    SUPPORT = ("SUPPORT", "供养")
    SELF_CHOICE = ("SELF_CHOICE", "自主择业（旧政策）")
    SELF_FOUND = ("SELF_FOUND", "自谋职业（旧政策）")
    RETURN_STUDY_WORK = ("RETURN_STUDY_WORK", "复工复学（旧政策）")
    GOV_GUIDE = ("GOV_GUIDE", "政府指导（旧政策）")


# 退役军人安置条例 第五条; the legacy ones continue for those who chose them under earlier rules.
VALID_MODES = {
    SoldierClass.OFFICER: (
        ResettlementMode.RETIREMENT,
        ResettlementMode.TRANSFER,
        ResettlementMode.MONTHLY_PENSION,
        ResettlementMode.DEMOB,
    ),
    SoldierClass.SERGEANT: (
        ResettlementMode.MONTHLY_PENSION,
        ResettlementMode.SELF_EMPLOY,
        ResettlementMode.ASSIGNED,
        ResettlementMode.RETIREMENT,
        ResettlementMode.SUPPORT,
    ),
    SoldierClass.CONSCRIPT: (
        ResettlementMode.SELF_EMPLOY,
        ResettlementMode.ASSIGNED,
        ResettlementMode.SUPPORT,
    ),
}
LEGACY_MODES = {
    SoldierClass.OFFICER: (ResettlementMode.SELF_CHOICE,),
    SoldierClass.SERGEANT: (
        ResettlementMode.SELF_FOUND,
        ResettlementMode.RETURN_STUDY_WORK,
        ResettlementMode.GOV_GUIDE,
    ),
    SoldierClass.CONSCRIPT: (
        ResettlementMode.SELF_FOUND,
        ResettlementMode.RETURN_STUDY_WORK,
        ResettlementMode.GOV_GUIDE,
    ),
}


class Sex(Labelled):
    """Read off the identity number; never used in matching."""

    MALE = ("MALE", "男")
    FEMALE = ("FEMALE", "女")


class Schooling(Labelled):
    """学历, in the order of the ladder."""

    PRIMARY = ("PRIMARY", "小学")
    JUNIOR = ("JUNIOR", "初中")
    SENIOR = ("SENIOR", "高中/中专/技校")
    COLLEGE = ("COLLEGE", "大专")
    BACHELOR = ("BACHELOR", "本科")
    MASTER = ("MASTER", "硕士及以上")


class Branch(Labelled):
    """军种与兵种; the last two are kept for service before they were renamed."""

    ARMY = ("ARMY", "陆军")
    NAVY = ("NAVY", "海军")
    AIRFORCE = ("AIRFORCE", "空军")
    ROCKET = ("ROCKET", "火箭军")
    SPACE = ("SPACE", "军事航天部队")
    CYBER = ("CYBER", "网络空间部队")
    INFO = ("INFO", "信息支援部队")
    LOGISTICS = ("LOGISTICS", "联勤保障部队")
    PAP = ("PAP", "武警")
    SECOND_ARTILLERY = ("SECOND_ARTILLERY", "第二炮兵（2015年前）")
    STRATEGIC_SUPPORT = ("STRATEGIC_SUPPORT", "战略支援部队（2015—2024年）")


class RankSystem(Labelled):
    """Which table of ranks was in force on the last day of a spell of service."""

    SINCE_2022 = ("SINCE_2022", "2022年起")
    FROM_2009 = ("FROM_2009", "2009—2022年")
    FROM_1999 = ("FROM_1999", "1999—2009年")
    BEFORE_1999 = ("BEFORE_1999", "1999年前")
    OFFICER = ("OFFICER", "军官军衔")


class Verification(Labelled):
    """Whether staff have seen proof that somebody is a veteran."""

    UNVERIFIED = ("UNVERIFIED", "未核实")
    VERIFIED = ("VERIFIED", "已核实")
    MISMATCH = ("MISMATCH", "不符")


class Evidence(Labelled):
    """退役证件类型: what staff looked at."""

    PLA_DISCHARGE = ("01", "解放军退出现役证书")
    CONSCRIPT_DISCHARGE = ("02", "义务兵退出现役证")
    NCO_DISCHARGE = ("03", "士官退出现役证")
    PAP_DISCHARGE = ("04", "武警退出现役证书")
    PAP_CONSCRIPT = ("05", "武警义务兵退出现役证")
    PAP_NCO = ("06", "武警士官退出现役证")
    OTHER = ("07", "其他证明")


class EmploymentStatus(Labelled):
    """就业状态."""

    UNKNOWN = ("UNKNOWN", "未了解")
    WAITING_ASSIGNMENT = ("WAITING_ASSIGNMENT", "待安排")
    ASSIGNED = ("ASSIGNED", "已安排")
    EMPLOYED = ("EMPLOYED", "单位就业")
    SELF_EMPLOYED = ("SELF_EMPLOYED", "自主创业/个体")
    FLEXIBLE = ("FLEXIBLE", "灵活就业")
    PUBLIC_POST = ("PUBLIC_POST", "公益性岗位")
    STUDY = ("STUDY", "复学升学")
    SEEKING = ("SEEKING", "求职")
    NO_INTENT = ("NO_INTENT", "暂无意愿")
    RETIRED = ("RETIRED", "退休")
    UNREACHABLE = ("UNREACHABLE", "失联")
    DECEASED = ("DECEASED", "去世")


class ConsentPurpose(Labelled):
    """What a consent is for; each is asked and withdrawn on its own."""

    REGISTER = ("REGISTER", "登记求职资料并用于推荐岗位")
    ON_BEHALF = ("ON_BEHALF", "由服务站工作人员代为登记")


class Veteran(Sealable, Versioned, Stamped, Base):
    """A retired soldier looking for work. `personalised` off means newest first, no ranking."""

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
    verification: Mapped[Verification] = mapped_column(default=Verification.UNVERIFIED, index=True)
    registered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # clerk, if 代办
    claim_hash: Mapped[str | None] = mapped_column(String(64))  # one-time code to take it over
    claim_expires_at: Mapped[datetime | None]

    phone = Sealed("phone_sealed", index="phone_index")
    id_number = Sealed("id_number_sealed", index="id_number_index")

    services: Mapped[list["ServiceRecord"]] = relationship(
        back_populates="veteran", cascade="all, delete-orphan", order_by="ServiceRecord.started_on"
    )
    credentials: Mapped[list["CredentialRecord"]] = relationship(
        back_populates="veteran", cascade="all, delete-orphan", order_by="CredentialRecord.id"
    )
    works: Mapped[list["WorkRecord"]] = relationship(
        back_populates="veteran", cascade="all, delete-orphan", order_by="WorkRecord.started_on"
    )

    def age_on(self, day: date) -> int | None:
        """Full years lived, or None where the birth date is not known."""
        return None if self.born_on is None else clock.age_on(self.born_on, day)

    @property
    def service_months(self) -> int:
        """服役年限 in months over all spells, as computed from their dates."""
        return sum(record.months for record in self.services)


class ServiceRecord(Base):
    """One spell of service. There is no field for a unit, by law and by design."""

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

    veteran: Mapped[Veteran] = relationship(back_populates="services")

    @property
    def months(self) -> int:
        """Full months of this spell."""
        return clock.months_between(self.started_on, self.ended_on)


class CredentialRecord(Base):
    """A certificate or driving licence. `key` names it in the lexicon; "" if it is not listed."""

    __tablename__ = "credential_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), index=True)
    key: Mapped[str] = mapped_column(String(40), default="", index=True)
    name: Mapped[str] = mapped_column(String(60))
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]

    veteran: Mapped[Veteran] = relationship(back_populates="credentials")

    def is_valid(self, day: date) -> bool:
        """Tell whether it has not run out; no date of expiry means it does not run out."""
        return self.expires_on is None or day <= self.expires_on


class WorkRecord(Base):
    """Civilian work since leaving the forces."""

    __tablename__ = "work_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), index=True)
    title: Mapped[str] = mapped_column(String(60))
    employer_name: Mapped[str] = mapped_column(String(80), default="")
    started_on: Mapped[date]
    ended_on: Mapped[date | None]  # None: still there
    text: Mapped[str] = mapped_column(String(500), default="")

    veteran: Mapped[Veteran] = relationship(back_populates="works")

    def months_until(self, day: date) -> int:
        """Full months of this spell, counted to `day` where it has not ended."""
        return clock.months_between(self.started_on, self.ended_on or day)


class Consent(Base):
    """One consent, given or withdrawn; a withdrawn one is kept as a line of history."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_veteran_purpose", "veteran_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"))
    purpose: Mapped[ConsentPurpose]
    wording: Mapped[str] = mapped_column(String(500))  # exactly what was agreed to
    given_at: Mapped[datetime]
    given_to: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # clerk, if 代办
    withdrawn_at: Mapped[datetime | None]


class StatusDecision(Base):
    """One decision of staff on whether somebody is a veteran; never changed, only followed."""

    __tablename__ = "status_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), index=True)
    verdict: Mapped[Verification]
    evidence: Mapped[Evidence | None]
    note: Mapped[str] = mapped_column(String(200), default="")
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)


class ProfileDraft(Sealable, Base):
    """What somebody typed into a step and did not save yet, kept sealed."""

    __tablename__ = "profile_draft"
    __table_args__ = (UniqueConstraint("account_id", "veteran_id", "section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"))
    section: Mapped[str] = mapped_column(String(20))
    body_sealed: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)

    body = Sealed("body_sealed")
