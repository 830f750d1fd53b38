"""What the record calls the events of complaints."""

from core.recorded import Detail, Kind, Recorded
from jobs.complaints.models import ComplaintReason, ComplaintStatus

RECORDED = Recorded(
    actions={
        Kind.CHANGE: {"vacancy.report": "举报了岗位"},
        Kind.DECIDE: {"vacancy.decide_reports": "处理了举报"},
    },
    details={
        "reason": Detail("原因", (ComplaintReason,)),
        "status": Detail("结果", (ComplaintStatus,)),
    },
)
