"""Export of a year's arrivals."""

from core.access import BUREAU_READERS
from people.arrivals.models import Arrival
from people.arrivals.views import asked_arrivals
from people.veterans.exports import veteran_cells
from sheets.exporting import ListExport, day, number, text


def _open_items(arrival: Arrival) -> str:
    return "、".join(item.name for item in arrival.items if item.is_required and item.is_open)


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
        day("批准退役日期", lambda one: one.approved_on),
        day("报到期限", lambda one: one.report_due_on),
        day("报到日期", lambda one: one.reported_on),
        text("没办的事", _open_items, 50),
    ),
    people=lambda one: (one.veteran_id,),
)
