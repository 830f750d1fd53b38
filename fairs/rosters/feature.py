"""Rosters of fairs as the application sees them; their pages are of people.imports."""

from core.features import Feature
from fairs.rosters.recorded import RECORDED
from fairs.rosters.sheet import ROSTERS

FEATURE = Feature(name="rosters", recorded=RECORDED, sheets=(ROSTERS,))
