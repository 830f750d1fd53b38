"""Pages of veterans: registration, their profile and data, the pages of staff."""

from people.veterans.views import corrections, desk, lists, own_data, public, records, sections
from people.veterans.views.blueprint import bp

__all__ = ["bp", "corrections", "desk", "lists", "own_data", "public", "records", "sections"]
