"""Pages of placements: records, claims, checks, the year's people, the veteran's own."""

from placements.placements.views import (
    checks,
    claims,
    corrections,
    own,
    people,
    records,
)
from placements.placements.views.blueprint import bp

__all__ = ["bp", "checks", "claims", "corrections", "own", "people", "records"]
