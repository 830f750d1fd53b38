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
