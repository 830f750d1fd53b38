"""The last day of an item, by the figures in force on the day it runs from."""

from datetime import date, timedelta

from core.parameters.registry import value_of
from people.arrivals.checklist import ItemTemplate
from people.arrivals.parameters import ITEM_DAYS


def due_from(key: str, start: date) -> date | None:
    """Return the last day of an item whose days run from `start`, None where it has none."""
    parameter = ITEM_DAYS.get(key)
    days = value_of(parameter, start) if parameter is not None else None
    return start + timedelta(days=days) if days is not None else None


def first_due(one: ItemTemplate, approved_on: date) -> date | None:
    """Return the last day of a new item: None while the item it follows is not done."""
    return None if one.after else due_from(one.key, approved_on)
