"""The fields of a ledger of arrivals: a person's, how they were received, an item a column."""

from people.arrivals.checklist import ItemTemplate, item_templates
from people.ledgers.fields import FIELDS as OF_PEOPLE
from sheets.columns import Field, FieldSet

ITEM = "item_"
TICKED = "办好的打“√”或写日期，没办的空着，不用办的写原因。"
RECEIVED = (
    Field(
        "approved_on",
        "批准退役日期",
        ("批准退役时间", "批准退役的日期", "批准日期", "退役命令日期", "下达退役命令时间"),
        "写“2026年9月1日”这样；没有这一列，按退役日期算。",
    ),
    Field(
        "year",
        "接收年度",
        ("接收年份", "年度", "接收时间", "退役年度"),
        "写“2026”；不写就看批准退役日期。",
    ),
)


def item_key(key: str) -> str:
    """Return the key of an item's field."""
    return f"{ITEM}{key}"


def _of_item(one: ItemTemplate) -> Field:
    return Field(item_key(one.key), one.label, one.synonyms, TICKED)


FIELDS = FieldSet(
    (*OF_PEOPLE.fields, *RECEIVED, *map(_of_item, item_templates())),
    required=("name",),
    leading="name",
    hidden=OF_PEOPLE.hidden,
)
