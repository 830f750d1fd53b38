"""The checklists of arrivals, read from items.csv beside this file, which may be corrected."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from people.arrivals.models import ModeGroup

ITEMS = Path(__file__).with_name("items.csv")


@dataclass(frozen=True)
class ItemTemplate:
    """One item: what, by which department, for which ways of resettlement.

    `label` is the heading of its column. The days it may take are a parameter, whose default is
    `due_days`; they run from the approval, or from the day the item `after` was done.
    `may_be_absent`: 无 means that there is nothing to do (who is no party member).
    """

    key: str
    label: str
    name: str
    owner: str
    groups: frozenset[ModeGroup]
    is_required: bool
    due_days: int | None
    after: str
    has_paper: bool
    may_be_absent: bool
    synonyms: tuple[str, ...]


@cache
def item_templates() -> tuple[ItemTemplate, ...]:
    """Return the items of all checklists in their order."""
    with ITEMS.open(encoding="utf-8", newline="") as file:
        return tuple(
            ItemTemplate(
                row["key"],
                row["label"],
                row["name"],
                row["owner"],
                frozenset(ModeGroup(one) for one in row["groups"].split()),
                row["is_required"] == "1",
                int(row["due_days"]) if row["due_days"] else None,
                row["after"],
                row["has_paper"] == "1",
                row["may_be_absent"] == "1",
                tuple(row["synonyms"].split()),
            )
            for row in csv.DictReader(file)
        )


@cache
def templates_by_key() -> dict[str, ItemTemplate]:
    """Return the items of all checklists by key."""
    return {one.key: one for one in item_templates()}


@cache
def checklist_of(group: ModeGroup) -> Sequence[ItemTemplate]:
    """Return the items of a way of resettlement; where it is not known, of those all share."""
    wanted = ModeGroup.OTHER if group is ModeGroup.UNKNOWN else group
    return tuple(one for one in item_templates() if wanted in one.groups)
