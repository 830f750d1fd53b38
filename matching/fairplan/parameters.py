"""What the bureau sets about the plan of a fair."""

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
