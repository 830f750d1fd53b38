"""What the record calls the events of vacancies."""

from collections.abc import Collection

from sqlalchemy import select

from core.db import pairs
from core.recorded import HIDDEN, Detail, Kind, Recorded, Subject, events_of
from jobs.employers.recorded import names_of as employers
from jobs.vacancies.lifecycle import LIFE
from jobs.vacancies.models import Vacancy, VacancyStatus

CONDITIONS = {
    "education": "学历",
    "age": "年龄",
    "years": "工作年限",
    "credentials": "证书",
}


def names_of(ids: Collection[int]) -> dict[int, str]:
    """Return the titles of vacancies by id."""
    return pairs(select(Vacancy.id, Vacancy.title).where(Vacancy.id.in_(set(ids))))


RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            **events_of(LIFE),
            "vacancy.draft": "写了岗位",
            "vacancy.edit": "改了岗位",
            "vacancy.choose_occupation": "选了岗位的工种",
            "vacancy.extend": "延长了岗位",
            "vacancy.hide": "岗位停投，等核查",
            "vacancy.relax": "放宽了一个条件",
        },
        Kind.TASK: {
            "vacancy.expire_overdue": "岗位到期",
            "vacancy.remind_expiring": "提醒岗位快到期",
        },
    },
    details={
        "employer": Detail("单位", names=employers),
        "code": HIDDEN,
        "before": Detail("原来", (VacancyStatus,)),
        "after": Detail("现在", (VacancyStatus,)),
        "condition": Detail("条件", words=lambda key: CONDITIONS.get(key, "其他条件")),
        "needed": HIDDEN,
    },
    subjects={"vacancy": Subject("岗位", names_of)},
)
