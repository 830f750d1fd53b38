"""What the record calls the events of applications and contact details."""

from collections.abc import Collection

from sqlalchemy import select

from core.db import pairs
from core.recorded import Detail, Kind, Recorded, Subject, events_of
from jobs.applications.lifecycle import LIFE
from jobs.applications.models import Application, ApplicationStatus, Origin
from jobs.employers.recorded import names_of as employers
from jobs.vacancies.models import Vacancy

WHAT = {"phone": "姓名和手机号", "resume": "简历"}


def _titles(ids: Collection[int]) -> dict[int, str]:
    query = select(Application.id, Vacancy.title).join(
        Vacancy, Vacancy.id == Application.vacancy_id
    )
    return pairs(query.where(Application.id.in_(set(ids))))


RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            **events_of(LIFE),
            "application.apply": "投递",
            "contact.consent": "同意单位看联系方式",
            "contact.consent_again": "再次同意单位看联系方式",
        },
        Kind.REVEAL: {"contact.view": "看了联系方式"},
        Kind.UNDO: {
            "contact.withdraw": "收回同意，单位看不到联系方式了",
            "contact.end": "投递结束，单位看不到联系方式了",
        },
        Kind.TASK: {
            "application.remind_silent": "提醒单位答复",
            "application.end_unanswered": "单位没有答复，结束投递",
        },
    },
    details={
        "origin": Detail("来源", (Origin,)),
        "before": Detail("原来", (ApplicationStatus,)),
        "after": Detail("现在", (ApplicationStatus,)),
        "employer": Detail("单位", names=employers),
        "what": Detail("看了", words=lambda key: WHAT.get(key, "联系方式")),
    },
    subjects={"application": Subject("投递", _titles)},
    pages={
        "applications.index": "投递名单",
        "applications.detail": "一份投递",
        "applications.change": "一份投递",
        "applications.contact": "联系方式",
        "applications.resume": "简历",
        "applications.record_consent": "一份投递",
        "applications.refer": "推荐岗位",
    },
)
