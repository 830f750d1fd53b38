"""A veteran's complaints: as they read them in their own data, and deleted with the profile."""

from typing import Any

from sqlalchemy import delete

from core.db import db
from core.features import PersonalData
from jobs.complaints import queries
from jobs.complaints.models import Complaint
from people.veterans.queries import as_readable


def _forget(veteran_id: int) -> None:
    """Delete a veteran's complaints; what was decided about the vacancy stays with it."""
    db.session.execute(delete(Complaint).where(Complaint.veteran_id == veteran_id))


def _complaints(veteran_id: int) -> list[dict[str, Any]]:
    return [
        as_readable(
            {"岗位": row.vacancy.title, "原因": row.reason, "结果": row.status, "说明": row.result}
        )
        for row in queries.complaints_of(veteran_id)
    ]


PERSONAL = PersonalData(
    tables=(Complaint,),
    forget=_forget,
    shown={"举报过的岗位": _complaints},
)
