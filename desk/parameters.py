"""What the bureau sets about the first pages."""

from core.parameters.registry import Parameter

FAILED_REFERRALS = Parameter(
    "failed_referrals",
    "推荐几次没成，要人工看一看",
    "次",
    3,
    least=1,
    most=20,
    note="列在工作台上，请换个思路帮一帮。",
)
