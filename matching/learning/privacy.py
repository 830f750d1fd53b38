"""Impressions in a veteran's copy of their data, and their deletion with the veteran."""

from typing import Any

from sqlalchemy import delete, select

from core.db import db
from core.features import PersonalData
from jobs.vacancies.models import Vacancy
from matching.learning.models import Impression
from people.veterans.queries import as_readable


def _forget(veteran_id: int) -> None:
    """Delete the veteran's impressions."""
    db.session.execute(delete(Impression).where(Impression.veteran_id == veteran_id))


def _shown(veteran_id: int) -> list[dict[str, Any]]:
    query = select(Impression, Vacancy.title).join(Vacancy, Vacancy.id == Impression.vacancy_id)
    mine = query.where(Impression.veteran_id == veteran_id).order_by(Impression.id.desc())
    return [
        as_readable(
            {"日期": row.day, "岗位": title, "第几个": row.position, "点开时间": row.opened_at}
        )
        for row, title in db.session.execute(mine)
    ]


PERSONAL = PersonalData(
    tables=(Impression,),
    forget=_forget,
    shown={"给您看过的推荐岗位": _shown},
)
