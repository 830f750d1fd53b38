"""What a new bureau enters about open posts."""

from sqlalchemy import select

from core.access import OFFICERS
from core.db import db
from core.features import Beginning, BeginningWay
from jobs.vacancies.models import Vacancy


def _missing() -> str:
    is_empty = db.session.scalar(select(Vacancy.id).limit(1)) is None
    return "还没有岗位。" if is_empty else ""


BEGINNINGS = (
    Beginning(
        "岗位",
        "招聘会的岗位表可以整份导进来，单位也可以自己写。",
        60,
        _missing,
        (BeginningWay("导入岗位表", "imports.new", OFFICERS, {"noun": "vacancies"}),),
    ),
)
