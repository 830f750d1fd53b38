"""What the bureau sets about benefits: amounts of the law, thresholds of recognition."""

from core.parameters.registry import Parameter

UNREAD = "默认值来自 2019 年发布的公告（转载件）；现行文件请核对后写明文号。"
TAX_MONTHS = Parameter(
    "hire_tax_months",
    "招用退役军人税收优惠最多几个月",
    "月",
    36,
    least=1,
    most=120,
    note=UNREAD,
)
TAX_CONTRACT = Parameter(
    "hire_tax_contract",
    "招用退役军人税收优惠要求合同至少几个月",
    "月",
    12,
    least=1,
    most=120,
    note=UNREAD,
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
