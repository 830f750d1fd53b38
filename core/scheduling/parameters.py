"""What the bureau sets about scheduled tasks."""

from core.parameters.registry import Parameter

CLOCK_DAYS = Parameter(
    "clock_days",
    "服务器停几天以内不用核对时间",
    "天",
    1,
    least=1,
    most=30,
    note="停得更久，或者时间一下子差得更多，要工作人员核对时间以后，到期、提醒、清理才接着做。",
)
