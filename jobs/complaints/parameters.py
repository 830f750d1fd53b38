"""Figures the bureau sets for complaints."""

from core.parameters.registry import Parameter

_NOTE = "举报的人算几个人，看他是谁，见另外三个参数。"
HIDE_AFTER = Parameter(
    "report_hide_after", "几个人举报就先把岗位藏起来", "人", 3, least=1, most=50, note=_NOTE
)
HIDE_SCAM = Parameter(
    "report_hide_scam", "几个人举报收费诈骗就先藏起来", "人", 1, least=1, most=50, note=_NOTE
)
APPLICANT_COUNTS = Parameter(
    "report_weight_applicant",
    "核实过、投过这个岗位的人举报，算几个人",
    "人",
    2,
    least=0,
    most=10,
)
VERIFIED_COUNTS = Parameter(
    "report_weight_verified", "核实过的退役军人举报，算几个人", "人", 1, least=0, most=10
)
OTHER_COUNTS = Parameter(
    "report_weight_other",
    "还没有核实的人举报，算几个人",
    "人",
    0,
    least=0,
    most=10,
    note="算 0 的，岗位不会因此藏起来，但照样列给事务局处理。",
)
