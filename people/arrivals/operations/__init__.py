"""Changes to arrivals: receive a veteran, record the results of items, take results back."""

from people.arrivals.operations.receiving import receive, set_facts
from people.arrivals.operations.ticking import (
    CellReport,
    tick,
    tick_cells,
    tick_together,
    undo_round,
)

__all__ = [
    "CellReport",
    "receive",
    "set_facts",
    "tick",
    "tick_cells",
    "tick_together",
    "undo_round",
]
