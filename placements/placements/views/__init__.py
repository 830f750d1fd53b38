"""Pages of placements: records, claims, checks, the year's people, hiring, the veteran's own."""

from placements.placements.views import checks, claims, hiring, own, people, pledges, records
from placements.placements.views.blueprint import bp

__all__ = ["bp", "checks", "claims", "hiring", "own", "people", "pledges", "records"]
