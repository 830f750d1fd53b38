"""Placements in a veteran's own data: what they read of them, and their deletion."""

from typing import Any

from sqlalchemy import delete, select

from core.db import db
from core.features import PersonalData
from people.veterans.queries import as_readable
from placements.placements import wording
from placements.placements.models import Placement, PlacementCheck, PlacementEvidence, Side
from placements.placements.queries import records


def _forget(veteran_id: int) -> None:
    """Delete a veteran's placements with evidence and checks; frozen figures keep their numbers."""
    ids = select(Placement.id).where(Placement.veteran_id == veteran_id)
    for table in (PlacementEvidence, PlacementCheck):
        db.session.execute(delete(table).where(table.placement_id.in_(ids)))
    db.session.execute(delete(Placement).where(Placement.veteran_id == veteran_id))


def _placements(veteran_id: int) -> list[dict[str, Any]]:
    return [
        as_readable(
            {
                "单位": row.employer_name,
                "工作": row.title,
                "到岗": row.start_on,
                "合同": row.contract,
                "工资（元/月）": row.wage,
                "现在": row.status,
                "怎么来的": wording.channel_note(row, {}),
                "单位确认": wording.confirmation_of(row, Side.EMPLOYER, {}),
                "本人确认": wording.confirmation_of(row, Side.VETERAN, {}),
                "离职": row.ended_on,
            }
        )
        for row in records.placements_of(veteran_id)
    ]


PERSONAL = PersonalData(
    tables=(
        Placement,
        PlacementCheck,
        PlacementEvidence,
    ),
    forget=_forget,
    shown={"就业记录": _placements},
)
