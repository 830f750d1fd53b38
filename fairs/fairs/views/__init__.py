"""Pages of fairs: public, of a code, the bureau's, the employer's, the check-in desk's."""

from fairs.fairs.views import (
    booth_desk,
    codes,
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
    "codes",
    "door",
    "door_batches",
    "employers",
    "exhibitors",
    "organising",
    "public",
    "results",
]
