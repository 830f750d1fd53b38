"""Export of a year's arrivals, an item a column."""

from collections.abc import Callable
from typing import Any

from core.access import BUREAU_READERS
from people.arrivals.checklist import ItemTemplate, item_templates, templates_by_key
from people.arrivals.models import Arrival, ArrivalItem
from people.arrivals.views.lists import asked_arrivals
from people.veterans.exports import veteran_cells
from sheets.exporting import Cell, ListExport, day, label, number, text


def _words(item: ArrivalItem) -> str:
    """Return the result of an item: √ with its day, the reason of one that is not needed."""
    if item.is_open:
        return ""
    if not item.is_done:
        return item.note or item.status.label
    return f"√ {item.done_on.isoformat()}" if item.done_on else "√"


def _of_item(one: ItemTemplate) -> Cell:
    def read(arrival: Arrival) -> str:
        found = next((item for item in arrival.items if item.key == one.key), None)
        return _words(found) if found is not None else ""

    return text(one.label, read, 14)


def _named(wanted: Callable[[ArrivalItem], bool]) -> Callable[[Any], str]:
    return lambda arrival: "、".join(item.name for item in arrival.items if wanted(item))


def _is_old(item: ArrivalItem) -> bool:
    return item.key not in templates_by_key() and not item.is_open


ARRIVALS = ListExport(
    "arrivals",
    "新接收的人",
    "人",
    "arrivals.index",
    BUREAU_READERS,
    asked_arrivals,
    (
        *veteran_cells(lambda one: one.veteran),
        number("年度", lambda arrival: arrival.year),
        label("安置方式", lambda one: one.resettlement_mode),
        day("批准退役日期", lambda one: one.approved_on),
        day("报到期限", lambda one: one.report_due_on),
        *map(_of_item, item_templates()),
        text("以前的事项，已办", _named(_is_old), 30),
        text("必办没办的", _named(lambda item: item.is_required and item.is_open), 50),
    ),
    people=lambda one: (one.veteran_id,),
)
