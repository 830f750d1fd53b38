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
from tests.people.accounts.world import a_phone
from tests.support.rows import save

GUARDED = frozenset({"station_id", "task_id"})
HEAD = "服务站名称,乡镇,地址,办公电话,应配人数,姓名,手机号码,职务,专兼职"


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


def line(name: str, staff: str = "", **cells: str) -> str:
    """Return one line below `HEAD`."""
    phone = a_phone() if staff else ""
    values = {
        "township": "",
        "address": "",
        "phone": "0552-8000001",
        "planned": "2",
        "staff": staff,
        "mobile": phone,
        "duty": "站长" if staff else "",
        "employment": "专职" if staff else "",
    }
    return ",".join([name, *(values | cells).values()])


def sheet(*lines: str, head: str = HEAD) -> bytes:
    """Return lines of CSV below a heading as a file."""
    return "\n".join([head, *lines]).encode()
