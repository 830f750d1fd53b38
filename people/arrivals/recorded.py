"""What the record calls the events of newly retired people."""

from core.recorded import Detail, Kind, Recorded, Subject
from people.arrivals.checklist import item_templates
from people.arrivals.models import ItemStatus


def _item(key: str) -> str:
    return next((one.name for one in item_templates() if one.key == key), "已取消的事项")


RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            "arrival.receive": "接收了退役军人",
            "arrival.import": "按表格接收",
            "arrival.tick": "改了接收事项",
        }
    },
    details={
        "year": Detail("年份"),
        "received": Detail("接收人数"),
        "item": Detail("事项", words=_item),
        "status": Detail("改成", (ItemStatus,)),
    },
    subjects={"arrival": Subject("接收")},
    pages={
        "arrivals.index": "接收名单",
        "arrivals.detail": "退役一件事",
        "arrivals.sheet": "接收名单",
        "arrivals.receive": "接收",
        "arrivals.take_sheet": "按表格接收",
        "arrivals.tick": "退役一件事",
    },
)
