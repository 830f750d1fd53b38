"""Parameters of the record."""

from core.parameters.registry import Parameter

EXPORT_MOST = Parameter(
    "record_export_most",
    "操作记录一次最多导出多少条",
    "条",
    5_000,
    least=100,
    most=50_000,
    note="记录里有姓名，够用就好。",
)
