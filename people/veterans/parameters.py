"""What the bureau sets about veterans' profiles."""

from core.parameters.registry import Parameter

CLAIM_DAYS = Parameter(
    "claim_code_days",
    "认领码几天内有效",
    "天",
    30,
    least=1,
    most=180,
    note="改了以后打印的认领码按新的天数算。",
)
