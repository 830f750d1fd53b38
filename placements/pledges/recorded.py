"""What the record calls the events of pledges."""

from core.recorded import Detail, Kind, Recorded, Subject

RECORDED = Recorded(
    actions={
        Kind.CHANGE: {"pledge.make": "承诺了岗位"},
        Kind.DECIDE: {"pledge.review": "核对了承诺"},
        Kind.UNDO: {"pledge.withdraw": "收回承诺"},
    },
    details={"headcount": Detail("人数")},
    subjects={"pledge": Subject("承诺")},
)
