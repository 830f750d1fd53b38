"""What the record calls the events of stations."""

from collections.abc import Collection

from sqlalchemy import select

from core.db import pairs
from core.recorded import HIDDEN, Detail, Kind, Recorded, Subject
from people.stations.models import Station, TaskKind


def _names(ids: Collection[int]) -> dict[int, str]:
    return pairs(select(Station.id, Station.name).where(Station.id.in_(set(ids))))


RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            "station.save": "改了服务站资料",
            "station.add_staff": "加了服务站人员",
            "station.correct_staff": "按表改了服务站人员",
            "station.leave": "登记人员离开",
            "station.set_tasks": "布置了任务",
            "station.finish_task": "办完了任务",
            "station.open_accounts": "给服务站人员开了账号",
        },
        Kind.UNDO: {"station.undo_sheet": "撤销了服务站的导入"},
    },
    details={
        "staff": HIDDEN,
        "task": HIDDEN,
        "actions": Detail("交接的事"),
        "accounts": Detail("账号"),
        "deleted": Detail("删去的"),
        "restored": Detail("恢复"),
        "batch": Detail("批次"),
        "kind": Detail("任务", (TaskKind,)),
    },
    subjects={"station": Subject("服务站", _names)},
)
