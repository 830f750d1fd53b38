"""Pages of fairs: public, the bureau's, the employer's, the check-in desk's, results."""

from fairs.fairs.views import (
    booth_desk,
    door,
    door_batches,
    employers,
    exhibitors,
    organising,
    public,
    results,
)
from fairs.fairs.views.blueprint import bp

__all__ = [
    "booth_desk",
    "bp",
    "door",
    "door_batches",
    "employers",
    "exhibitors",
    "organising",
    "public",
    "results",
]
