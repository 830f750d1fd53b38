"""What the record calls the events of the telephone list."""

from core.recorded import Detail, Kind, Recorded

RECORDED = Recorded(
    actions={Kind.CHANGE: {"notice.call": "记了一次电话通知"}},
    details={"reached": Detail("打通了")},
    pages={
        "calls.index": "要打的电话",
        "calls.sheet": "电话名单",
        "calls.record": "要打的电话",
    },
)
