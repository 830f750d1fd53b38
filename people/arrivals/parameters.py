"""Figures of arrivals that the bureau sets: the days an item may take."""

from core.parameters.registry import Parameter
from people.arrivals.checklist import ItemTemplate, item_templates

REPORT = "report"
REPORT_DAYS = Parameter(
    "report_days",
    "批准退役后几天内报到",
    "天",
    30,
    least=1,
    most=180,
    note="退役军人安置条例第五十一条。",
)
SOON_DAYS = Parameter("arrival_soon_days", "接收的事项还剩几天算快到期", "天", 5, least=1, most=30)
NOTES = {"post": "退役军人安置条例第七十五条：开出介绍信三十日内上岗。"}


def _days(one: ItemTemplate) -> Parameter:
    start = "开出介绍信" if one.after else "批准退役"
    return Parameter(
        f"arrival_{one.key}_days",
        f"{start}后几天内{one.name}",
        "天",
        one.due_days,
        least=1,
        most=720,
        note=NOTES.get(one.key, ""),
    )


ITEM_DAYS = {one.key: REPORT_DAYS if one.key == REPORT else _days(one) for one in item_templates()}
PARAMETERS = (*ITEM_DAYS.values(), SOON_DAYS)
