"""What the bureau sets about benefits: amounts of the law, thresholds of recognition."""

from core.parameters.registry import Parameter

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
