"""What becomes of reports of posts when somebody is forgotten."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.features import PersonalData
from jobs.vacancies.models import PostReport
from people.veterans.queries import told


def _forget(veteran_id: int) -> None:
    """Delete a person's reports; what was decided on the post stays with the post."""
    db.session.execute(delete(PostReport).where(PostReport.veteran_id == veteran_id))


def _reports(veteran_id: int) -> list[dict[str, Any]]:
    query = select(PostReport).options(joinedload(PostReport.vacancy))
    rows = db.session.scalars(query.where(PostReport.veteran_id == veteran_id))
    return [
        told({"岗位": row.vacancy.title, "原因": row.reason, "结果": row.state, "说明": row.result})
        for row in rows
    ]


PERSONAL = PersonalData(
    tables=(PostReport,),
    forget=_forget,
    shown={"举报过的岗位": _reports},
)
