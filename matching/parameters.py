"""What the bureau sets about matching."""

from core.parameters.registry import Parameter

GRACE_MINUTES = Parameter(
    "plan_grace_minutes",
    "招聘会开场几分钟还没签到，后面的安排让给别人",
    "分钟",
    20,
    least=5,
    most=240,
    note="重新排的时候按它算；手工排的不动。",
)
IMPRESSION_DAYS = Parameter(
    "impression_days",
    "推荐过哪些岗位的记录留几天",
    "天",
    400,
    least=60,
    most=400,
    note="到期每天夜里删掉。留得太短，学不到推荐以后的结果。",
)
