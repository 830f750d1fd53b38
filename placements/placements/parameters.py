"""What the bureau sets about placements: windows, thresholds, and amounts of the law."""

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
TAX_MONTHS = Parameter(
    "hire_tax_months", "招用退役军人税收优惠最多几个月", "月", 36, least=1, most=120
)
TAX_YEARLY = Parameter(
    "hire_tax_yearly",
    "招用一名退役军人每年的定额标准",
    "元",
    None,
    most=10_000_000,  # 分: 100,000 元
    note="各省标准不同，按本省文件填；没有填就不算金额。",
)
RECOGNITION_HIRES = Parameter(
    "recognition_hires", "列入拥军企业名单至少核实就业几人", "人", 3, least=1, most=999
)
RECOGNITION_STAY = Parameter(
    "recognition_stay",
    "列入拥军企业名单，满 12 个月的人里至少还在岗百分之几",
    "%",
    50,
    most=100,
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
