"""Figures of arrivals that the bureau sets."""

from core.parameters.registry import Parameter

REPORT_DAYS = Parameter(
    "report_days",
    "批准退役后几天内报到",
    "天",
    30,
    least=1,
    most=180,
    note="退役军人安置条例第五十一条。",
)
