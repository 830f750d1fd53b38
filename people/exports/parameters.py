"""What the bureau sets about exports."""

from core.parameters.registry import Parameter

AT_ONCE = Parameter(
    "export_at_once",
    "导出多少行以内马上给表",
    "行",
    2000,
    least=1,
    most=5000,
    note="超过的在后台导，导好了发消息。",
)
KEEP_DAYS = Parameter(
    "export_keep_days",
    "后台导好的表保留几天",
    "天",
    7,
    least=1,
    most=30,
    note="到期自动删除。表里有个人信息，够用就好。",
)
