"""What the record calls the events of the caseload."""

from core.recorded import HIDDEN, Detail, Kind, Recorded
from people.caseload.models import Channel

RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            "contact.note": "记了一次联系",
            "case.set_step": "定了下一步",
            "case.finish_step": "办完了下一步",
        }
    },
    details={
        "channel": Detail("方式", (Channel,)),
        "reached": Detail("联系上了"),
        "action": HIDDEN,
    },
    pages={
        "caseload.index": "没有就业的人",
        "caseload.sheet": "没有就业的人",
        "caseload.contacts": "联系和下一步",
        "caseload.record_contact": "联系和下一步",
        "caseload.set_next_action": "联系和下一步",
        "caseload.finish_next_action": "联系和下一步",
    },
)
