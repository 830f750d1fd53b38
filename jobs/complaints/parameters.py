"""Figures the bureau sets for complaints."""

from core.parameters.registry import Parameter

HIDE_AFTER = Parameter("report_hide_after", "几个人举报就先把岗位藏起来", "人", 3, least=1, most=50)
HIDE_SCAM = Parameter("report_hide_scam", "几个人举报收费诈骗就先藏起来", "人", 1, least=1, most=50)
