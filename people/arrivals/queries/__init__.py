"""Reads of arrivals: lists of a year, one checklist, counts, what was changed by which account."""

from people.arrivals.queries.history import history_of, last_round
from people.arrivals.queries.lists import (
    Ask,
    Part,
    Sorting,
    arrivals,
    arrivals_found,
    count_arrivals,
    group_counts,
    item_counts,
    part_counts,
)
from people.arrivals.queries.single import (
    arrival_for,
    arrival_of,
    item_for,
    keys_of,
    years,
)

__all__ = [
    "Ask",
    "Part",
    "Sorting",
    "arrival_for",
    "arrival_of",
    "arrivals",
    "arrivals_found",
    "count_arrivals",
    "group_counts",
    "history_of",
    "item_counts",
    "item_for",
    "keys_of",
    "last_round",
    "part_counts",
    "years",
]
