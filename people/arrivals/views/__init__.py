"""Pages of arrivals: the table of a year, one checklist, one item, a veteran's own."""

from people.arrivals.views import lists, own, single
from people.arrivals.views.blueprint import bp

__all__ = ["bp", "lists", "own", "single"]
