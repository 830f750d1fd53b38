"""A veteran's own data: everything stored, the consents, and who read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from core import clock, looks
from core.access import EMPLOYERS, ROLE_LABELS, STAFF, Role
from core.audit import AuditEvent, AuditPerson
from core.db import db
from core.features import Record, installed
from people.accounts.models import Account
from people.divisions.queries import place_name, short_name
from people.veterans.models import Consent, ConsentPurpose, StatusDecision, Veteran
from people.veterans.reasons import ExportReason, RevealReason

LOOKING = {
    looks.SEEN: "看了您的资料（号码打码）",
    looks.PRINTED: "打印了您的资料，或者有您的名单",
    looks.REVEALED: "看了您的完整号码",
    looks.EXPORTED: "导出了有您的名单（号码打码）",
    "contact.view": "看了您的姓名和手机号，或者简历",
    "veteran.found_at_door": "在招聘会签到处查到了您（姓名、乡镇、号码后四位）",
}
BY_EMPLOYER = {looks.SEEN: "看了您的投递或就业记录", looks.EXPORTED: "导出了有您的名单"}


@dataclass(frozen=True)
class Look:
    """One time somebody else read, printed or exported a profile."""

    at: datetime
    who: str
    what: str


def consents_of(veteran: Veteran) -> list[Consent]:
    """Return every consent of a veteran, given or withdrawn, newest first."""
    query = select(Consent).where(Consent.veteran_id == veteran.id)
    return list(db.session.scalars(query.order_by(Consent.id.desc())))


def has_withdrawn(veteran: Veteran, purpose: ConsentPurpose) -> bool:
    """Return whether a veteran withdrew a consent for this purpose and none is in force."""
    given = [consent for consent in consents_of(veteran) if consent.purpose is purpose]
    return bool(given) and all(consent.withdrawn_at is not None for consent in given)


def has_consent(veteran: Veteran, purpose: ConsentPurpose) -> bool:
    """Return whether a consent of a veteran for this purpose is in force."""
    query = select(Consent.id).where(
        Consent.veteran_id == veteran.id,
        Consent.purpose == purpose,
        Consent.withdrawn_at.is_(None),
    )
    return db.session.scalars(query).first() is not None


def decisions_of(veteran: Veteran) -> list[tuple[StatusDecision, str]]:
    """Return every verification decision with the reviewer's name, newest first."""
    query = (
        select(StatusDecision, Account.name)
        .join(Account, Account.id == StatusDecision.reviewer_id)
        .where(StatusDecision.veteran_id == veteran.id)
        .order_by(StatusDecision.id.desc())
    )
    return [(decision, name) for decision, name in db.session.execute(query)]


def looks_at(veteran: Veteran, *, most: int = 100) -> list[Look]:
    """Return when and who read, printed or exported a profile, newest first.

    Events before the profile was made are about a deleted person whose number it has.
    """
    query = (
        select(AuditEvent, Account)
        .join(AuditPerson, AuditPerson.event_id == AuditEvent.id)
        .outerjoin(Account, Account.id == AuditEvent.actor_id)
        .where(
            AuditPerson.person_id == veteran.id,
            AuditEvent.at >= veteran.created_at,
            AuditEvent.action.in_(LOOKING),
            AuditEvent.actor_kind.in_([role.value for role in STAFF | EMPLOYERS]),
        )
        .order_by(AuditEvent.id.desc())
        .limit(most)
    )
    found = list(db.session.execute(query))
    owners = installed().owners_of([one.actor_id for one, _account in found if one.actor_id])
    return [
        Look(event.at, _who(event, account, owners), _what(event) + _why(event))
        for event, account in found
    ]


def _what(event: AuditEvent) -> str:
    """Return what was done, and on which page where the record knows it."""
    words = LOOKING[event.action]
    if event.actor_kind == Role.EMPLOYER.value:
        words = BY_EMPLOYER.get(event.action, words)
    page = installed().page_words(str(event.detail.get("page")))
    return f"{words}，在“{page}”" if page else words


def _why(event: AuditEvent) -> str:
    """Return the reason staff gave, in brackets, "" where none was required."""
    labels = {reason.value: reason.label for reason in (*RevealReason, *ExportReason)}
    label = labels.get(event.detail.get("reason", ""), "")
    return f"（{label}）" if label else ""


def _who(event: AuditEvent, account: Account | None, owners: Mapping[int, str]) -> str:
    """Return who looked: staff with their office, of an employer the firm only."""
    role = ROLE_LABELS[Role(event.actor_kind)]
    if account is None:
        return role
    if account.role in EMPLOYERS:
        return owners.get(account.id, role)
    return f"{short_name(account.division_code)}{role} {account.name}"


def everything_about(veteran: Veteran) -> dict[str, Any]:
    """Return everything stored about a veteran, under Chinese names, ready for JSON."""
    return {
        "导出时间": _plain(clock.local(clock.now())),
        "基本资料": _basics(veteran),
        "服役经历": [_service(record) for record in veteran.services],
        "证书": [_credential(record) for record in veteran.credentials],
        "退役后工作": [_work(record) for record in veteran.works],
        "求职意愿": _wishes(veteran),
        "同意记录": [_consent(consent) for consent in consents_of(veteran)],
        "核实记录": [_decision(decision) for decision, _name in decisions_of(veteran)],
        "谁看过": [
            {"时间": _plain(look.at), "谁": look.who, "做了什么": look.what}
            for look in looks_at(veteran)
        ],
        **{title: records(veteran.id) for title, records in _records().items()},
    }


def titles_of_records() -> list[str]:
    """Return the titles of the records other features store about a veteran."""
    return list(_records())


def _records() -> dict[str, Callable[[int], list[Record]]]:
    """Return what each feature shows, by title, lower features first."""
    stored = reversed(installed().personal)
    return {title: records for one in stored for title, records in one.shown.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return clock.local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "label", value)


def as_readable(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts as a person reads them: labels for codes, local time."""
    return {name: _plain(value) for name, value in facts.items()}


def _basics(veteran: Veteran) -> dict[str, Any]:
    return as_readable(
        {
            "姓名": veteran.name,
            "手机号": veteran.phone,
            "身份证号": veteran.id_number,
            "性别": veteran.sex,
            "出生日期": veteran.born_on,
            "户籍乡镇": place_name(veteran.township_code),
            "退役时身份": veteran.soldier_class,
            "安置方式": veteran.resettlement_mode,
            "退役日期": veteran.retired_on,
            "学历": veteran.schooling,
            "专业": veteran.major,
            "技能": veteran.skills_text,
            "说过证书就这些": veteran.credentials_complete_on,
            "就业状态": veteran.employment_status,
            "哪天说的就业状态": veteran.status_stated_on,
            "核实情况": veteran.verification,
            "登记时间": veteran.created_at,
            "登记方式": "服务站代办" if veteran.registered_by else "本人",
        }
    )


def _service(record: Any) -> dict[str, Any]:
    return as_readable(
        {
            "军种兵种": record.branch,
            "岗位专业": record.specialty,
            "职务": record.duty,
            "军衔": record.rank,
            "开始": record.started_on,
            "结束": record.ended_on,
        }
    )


def _credential(record: Any) -> dict[str, Any]:
    return as_readable(
        {
            "名称": record.name,
            "发证日期": record.issued_on,
            "有效期到": record.expires_on,
            "认出": "是" if record.is_recognised else "没认出，未核对",
        }
    )


def _work(record: Any) -> dict[str, Any]:
    return as_readable(
        {
            "工作": record.title,
            "单位": record.employer_name,
            "开始": record.started_on,
            "结束": record.ended_on,
            "内容": record.text,
        }
    )


def _wishes(veteran: Veteran) -> dict[str, Any]:
    return as_readable(
        {
            "想做的工作": veteran.wanted_occupations,
            "想去的地方": [place_name(code) for code in veteran.wanted_places],
            "可去外地": veteran.accepts_away,
            "最低月薪（元）": veteran.pay_min,
            "要包吃住": veteran.wants_lodging,
            "不上夜班": veteran.refuses_nights,
            "按我的资料推荐": veteran.personalised,
        }
    )


def _consent(consent: Consent) -> dict[str, Any]:
    return as_readable(
        {
            "用途": consent.purpose,
            "内容": consent.wording,
            "同意时间": consent.given_at,
            "方式": "服务站代办" if consent.given_to else "本人",
            "收回时间": consent.withdrawn_at,
        }
    )


def _decision(decision: StatusDecision) -> dict[str, Any]:
    return as_readable(
        {"结果": decision.verdict, "证件": decision.evidence, "说明": decision.note,
         "时间": decision.decided_at}
    )  # fmt: skip
