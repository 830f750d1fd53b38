"""Contacts and next actions in a veteran's own data: what is shown, what is deleted."""

from typing import Any

from sqlalchemy import delete, select

from core.db import db
from core.features import PersonalData
from people.caseload.models import Contact, NextAction
from people.veterans.queries import as_readable


def _forget(veteran_id: int) -> None:
    """Delete the contacts and next actions of a veteran."""
    for table in (Contact, NextAction):
        db.session.execute(delete(table).where(table.veteran_id == veteran_id))


def _contacts(veteran_id: int) -> list[dict[str, Any]]:
    query = select(Contact).where(Contact.veteran_id == veteran_id).order_by(Contact.id.desc())
    return [
        as_readable(
            {
                "时间": row.happened_at,
                "方式": row.channel,
                "联系上": "是" if row.was_reached else "否",
                "内容": row.note,
            }
        )
        for row in db.session.scalars(query)
    ]


PERSONAL = PersonalData(tables=(NextAction, Contact), forget=_forget, shown={"联系记录": _contacts})
