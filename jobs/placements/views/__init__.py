"""Pages of placements: the veteran's own, the desks', what hiring brings an employer."""

from jobs.placements.views import desk, employers, own
from jobs.placements.views.blueprint import bp

__all__ = ["bp", "desk", "employers", "own"]
