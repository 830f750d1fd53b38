"""What the bureau sets about drafts."""

from core.parameters.registry import Parameter

DRAFT_DAYS = Parameter(
    "draft_days",
    "没保存的草稿留几天",
    "天",
    14,
    least=1,
    most=90,
    note="从最后一次写的时候算起，过了就删。保存了、自己不要了的，当时就删。",
)

ACCOUNT_MB = Parameter(
    "draft_account_mb",
    "一个账号的草稿最多占多少",
    "MB",
    4,
    least=2,  # more than the longest draft
    most=100,
    note="占满了，这个账号最早的草稿不再留，页面会写明。一百万字节算 1 MB，一个汉字约 4 个字节。",
)
TOTAL_MB = Parameter(
    "draft_total_mb",
    "全部草稿最多占多少",
    "MB",
    500,
    least=20,
    most=50_000,
    note="占满了，从占得最多的账号最早的草稿起不再留，页面会写明。看硬盘大小定。",
)
