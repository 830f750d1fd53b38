"""What the record calls the events of newly retired people."""

from core.recorded import Detail, Kind, Recorded, Subject
from people.arrivals.checklist import templates_by_key
from people.arrivals.models import ItemStatus


def _item(key: str) -> str:
    one = templates_by_key().get(key)
    return one.name if one is not None else "已取消的事项"


def _items(keys: list[str]) -> str:
    return "、".join(_item(key) for key in keys)


RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            "arrival.receive": "接收了退役军人",
            "arrival.receive_by_sheet": "按表格接收",
            "arrival.correct": "改了接收情况",
            "arrival.tick": "改了接收事项",
            "arrival.tick_many": "在接收名单里记了办理结果",
            "arrival.tick_by_sheet": "按表格记了办理结果",
            "arrival.import": "按表格接收",
        },
        Kind.UNDO: {
            "arrival.undo_ticks": "撤回了办理结果",
            "arrival.undo_sheet": "撤销了按表格记的办理结果",
        },
    },
    details={
        "year": Detail("年份"),
        "received": Detail("接收人数"),
        "ticked": Detail("记了办理结果的人数"),
        "unticked": Detail("恢复的事项"),
        "batch": Detail("批次"),
        "item": Detail("事项", words=_item),
        "items": Detail("事项", words=_items),
        "status": Detail("改成", (ItemStatus,)),
    },
    subjects={"arrival": Subject("接收")},
    pages={
        "arrivals.index": "接收名单",
        "arrivals.save": "接收名单",
        "arrivals.print_list": "接收名单",
        "arrivals.search": "查找接收的人",
        "arrivals.detail": "退役一件事",
        "arrivals.receive": "接收",
        "arrivals.correct": "接收情况",
        "arrivals.tick": "退役一件事",
        "arrivals.document": "接收的材料",
    },
)
