"""What is stored about where a person lives, and its end."""

from typing import Any

from sqlalchemy import delete

from core.db import db
from core.features import PersonalData
from people.divisions.queries import place_name
from people.veterans.queries import as_readable
from people.villages.models import Residence
from people.villages.queries import residence_of


def _forget(veteran_id: int) -> None:
    """Delete where a veteran lives."""
    db.session.execute(delete(Residence).where(Residence.veteran_id == veteran_id))


def _residence(veteran_id: int) -> list[dict[str, Any]]:
    row = residence_of(veteran_id)
    if row is None:
        return []
    facts = {
        "乡镇": place_name(row.village_code[:9]),
        "村、社区": row.village.name,
        "填写时间": row.updated_at,
    }
    return [as_readable(facts)]


PERSONAL = PersonalData(tables=(Residence,), forget=_forget, shown={"村、社区": _residence})
