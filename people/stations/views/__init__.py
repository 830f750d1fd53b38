"""Pages of stations, the caseload, and the telephone list."""

from people.stations.views import caseload, offices
from people.stations.views.blueprint import bp

__all__ = ["bp", "caseload", "offices"]
