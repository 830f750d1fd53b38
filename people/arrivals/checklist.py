"""What a new arrival has to do, by a table people may correct: items.csv beside this file."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ITEMS = Path(__file__).with_name("items.csv")


@dataclass(frozen=True)
class ItemTemplate:
    """One thing to be done, by whom, within how many days of the approval."""

    key: str
    name: str
    owner: str
    is_required: bool
    due_days: int


@cache
def item_templates() -> tuple[ItemTemplate, ...]:
    """Return the checklist in its order."""
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
