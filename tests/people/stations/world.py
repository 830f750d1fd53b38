"""What stations add to the world of the access tests: one with its staff and a task."""

from datetime import date
from typing import Any

from core import clock
from people.stations.models import (
    Employment,
    Station,
    StationLevel,
    StationStaff,
    StationTask,
    TaskKind,
)
from tests.support.rows import save

GUARDED = frozenset({"station_id", "task_id"})


def things(ids: dict[str, Any]) -> dict[str, int]:
    """Make the station of the township."""
    township = ids["township_code"]
    station = save(
        Station(level=StationLevel.TOWNSHIP, division_code=township, name=f"服务站{township}")
    )
    staff = save(
        StationStaff(
            station_id=station.id,
            name="周站长",
            employment=Employment.FULL,
            started_on=date(2025, 1, 1),
        )
    )
    task = save(
        StationTask(
            station_id=station.id,
            kind=TaskKind.VISIT,
            title="走访",
            due_on=clock.days_ahead(10),
            set_by=ids["employer_account_id"],
        )
    )
    return {"station_id": station.id, "staff_id": staff.id, "task_id": task.id}
