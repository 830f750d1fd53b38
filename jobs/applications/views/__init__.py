"""Pages of applications: the veteran's own, the desks'."""

from jobs.applications.views import desk, own
from jobs.applications.views.blueprint import bp

__all__ = ["bp", "desk", "own"]
