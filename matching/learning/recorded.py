"""What the record calls the events of learning."""

from core.recorded import Kind, Recorded

RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            "matching.title_leave_out": "不用一个岗位名来学",
            "matching.title_let_in": "恢复用一个岗位名来学",
        }
    },
)
