"""What the record calls the events of core, its settings and the scheduler."""

from datetime import datetime

from core.clock import local
from core.features import installed
from core.filters import moment
from core.recorded import Detail, Kind, Recorded, Subject


def _parameter(key: str) -> str:
    known = {one.key: one.label for one in installed().parameters}
    return known.get(key, "已取消的参数")


def _moment(text: str) -> str:
    return moment(local(datetime.fromisoformat(text)))


RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            "parameter.set": "改了参数",
            "clock.accept": "确认了系统时间",
            "audit.guard": "装回了操作记录的保护",
        }
    },
    details={
        "key": Detail("参数", words=_parameter),
        "value": Detail("改成"),
        "before": Detail("原来", words=_moment),
        "now": Detail("现在", words=_moment),
    },
    subjects={
        "parameter": Subject("参数"),
        "clock": Subject("系统时间"),
        "record": Subject("操作记录"),
    },
)
