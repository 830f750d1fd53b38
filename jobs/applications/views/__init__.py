"""Pages of applications: the veteran's own, the employer's and the bureau's."""

from jobs.applications.views import desk, own
from jobs.applications.views.blueprint import bp

__all__ = ["bp", "desk", "own"]
