"""A veteran's sign-ups and meetings: shown among their own data, deleted with the profile."""

from typing import Any

from sqlalchemy import delete, select

from core.db import db
from core.features import PersonalData
from fairs.fairs import queries
from fairs.fairs.models import CheckInNote, DoubtfulNote, Meeting, SignUp
from people.veterans.queries import as_readable


def _forget(veteran_id: int) -> None:
    """Delete a veteran's sign-ups and the meetings employers recorded with them."""
    ids = select(SignUp.id).where(SignUp.veteran_id == veteran_id)
    for table in (CheckInNote, DoubtfulNote, Meeting):
        db.session.execute(delete(table).where(table.sign_up_id.in_(ids)))
    db.session.execute(delete(SignUp).where(SignUp.veteran_id == veteran_id))


def _sign_ups(veteran_id: int) -> list[dict[str, Any]]:
    return [
        as_readable(
            {
                "招聘会": row.fair.title,
                "时间": row.fair.starts_at,
                "报名": row.status,
                "签到": row.checked_in_at,
                "同意发给合办局": "是" if row.shares_with_partner else "否",
            }
        )
        for row in queries.sign_ups_of_veteran(veteran_id)
    ]


PERSONAL = PersonalData(
    tables=(CheckInNote, DoubtfulNote, Meeting, SignUp),
    forget=_forget,
    shown={"招聘会报名": _sign_ups},
)
