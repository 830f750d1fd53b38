"""What the bureau sets about placements: windows and thresholds."""

from core.parameters.registry import Parameter

ATTRIBUTION_MONTHS = Parameter(
    "attribution_months",
    "到岗前几个月内的招聘会见面或推荐，算帮助就业",
    "月",
    6,
    least=1,
    most=24,
    note="写进统计口径；改了只影响以后登记的。",
)
START_AHEAD_DAYS = Parameter(
    "start_ahead_days",
    "到岗日期最多可以登记到几天以后",
    "天",
    60,
    least=0,
    most=365,
    note="更远的还只是打算，到时候再登记。",
)
CHECK_LATE_DAYS = Parameter(
    "check_late_days", "回访到期几天还没做，列表里标红", "天", 15, least=0, most=180
)
