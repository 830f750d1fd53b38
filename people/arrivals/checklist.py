"""The checklist of an arrival, read from items.csv beside this file, which may be corrected."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ITEMS = Path(__file__).with_name("items.csv")


@dataclass(frozen=True)
class ItemTemplate:
    """One item: what, by which department, within how many days of the approval."""

    key: str
    name: str
    owner: str
    is_required: bool
    due_days: int


@cache
def item_templates() -> tuple[ItemTemplate, ...]:
    """Return the items in their order."""
    with ITEMS.open(encoding="utf-8") as file:
        return tuple(
            ItemTemplate(
                row["key"],
                row["name"],
                row["owner"],
                row["is_required"] == "1",
                int(row["due_days"]),
            )
            for row in csv.DictReader(file)
        )
