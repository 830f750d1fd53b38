"""Pages of fairs: public, the bureau's, the employer's booth, the door, the results."""

from jobs.fairs.views import booths, door, organising, public, results
from jobs.fairs.views.blueprint import bp

__all__ = ["booths", "bp", "door", "organising", "public", "results"]
