"""What becomes of reports of posts when somebody is forgotten."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.features import PersonalData
from jobs.vacancies.models import Complaint
from people.veterans.queries import as_readable


def _forget(veteran_id: int) -> None:
    """Delete a person's reports; what was decided on the post stays with the post."""
    db.session.execute(delete(Complaint).where(Complaint.veteran_id == veteran_id))


def _reports(veteran_id: int) -> list[dict[str, Any]]:
    query = select(Complaint).options(joinedload(Complaint.vacancy))
    rows = db.session.scalars(query.where(Complaint.veteran_id == veteran_id))
    return [
        as_readable(
            {"岗位": row.vacancy.title, "原因": row.reason, "结果": row.status, "说明": row.result}
        )
        for row in rows
    ]


PERSONAL = PersonalData(
    tables=(Complaint,),
    forget=_forget,
    shown={"举报过的岗位": _reports},
)
