"""Figures the bureau sets about the exchange."""

from core.parameters.registry import Parameter

PARTNER_DAYS = Parameter(
    "exchange_partner_days",
    "登记合作的局以后几天有效",
    "天",
    730,
    least=30,
    most=3650,
    note="到期后要重新登记对方的公钥，才能再导入、导出。",
)
