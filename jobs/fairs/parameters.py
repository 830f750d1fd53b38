"""What the bureau sets about fairs."""

from core.parameters.registry import Parameter

RESULT_DAYS = Parameter(
    "fair_result_days",
    "招聘会结束后几天内报结果",
    "天",
    10,
    least=1,
    most=60,
    note="到期没报的单位列在工作台上。",
)
