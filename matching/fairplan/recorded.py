"""What the record calls the events of the plan of a fair."""

from core.recorded import HIDDEN, Detail, Kind, Recorded

RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            "fair.plan_stops": "排了见面",
            "fair.pin": "手工排了一次见面",
            "fair.unpin": "不再固定一次见面",
        }
    },
    details={
        "sign_up": HIDDEN,
        "slot": HIDDEN,
        "stop": HIDDEN,
        "stops": Detail("见面次数"),
        "people": Detail("人数"),
    },
    pages={
        "fairplan.index": "招聘会见面安排",
        "fairplan.make_plan": "招聘会见面安排",
        "fairplan.pin": "招聘会见面安排",
        "fairplan.unpin": "招聘会见面安排",
        "fairplan.print_plan": "见面安排",
    },
)
