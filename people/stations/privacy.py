"""What becomes of contacts and steps when somebody asks for his data, or is forgotten."""

from typing import Any

from sqlalchemy import delete, select

from core.db import db
from core.features import PersonalData
from people.stations.models import Contact, NextAction, StationTask
from people.veterans.queries import as_readable


def _forget(veteran_id: int) -> None:
    """Delete what was noted of a person."""
    for table in (Contact, NextAction, StationTask):
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


PERSONAL = PersonalData(
    tables=(
        NextAction,
        Contact,
        StationTask,
    ),
    forget=_forget,
    shown={"联系记录": _contacts},
)
