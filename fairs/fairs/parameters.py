"""Figures the bureau sets about fairs."""

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
REMINDER_DAYS = Parameter(
    "fair_reminder_days",
    "招聘会结果到期前几天开始催",
    "天",
    3,
    least=0,
    most=30,
    note="从这天起每天提醒没报结果的单位，并列在工作台上。",
)
DOOR_MINUTES = Parameter(
    "fair_door_minutes",
    "招聘会开始前、结束后多少分钟以内，离线记下的签到时间算数",
    "分钟",
    120,
    least=0,
    most=720,
    note="不在这段时间里的，标“时间可疑”，等工作人员核对。",
)
