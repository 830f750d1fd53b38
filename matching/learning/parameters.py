"""What the bureau sets about learning."""

from core.parameters.registry import Parameter

IMPRESSION_DAYS = Parameter(
    "impression_days",
    "推荐过哪些岗位的记录留几天",
    "天",
    400,
    least=60,
    most=400,
    note="到期每天夜里删掉。留得太短，学不到推荐以后的结果。",
)
