"""Pledges as the application sees them."""

from core.features import Feature
from placements.pledges.recorded import RECORDED
from placements.pledges.views import bp

FEATURE = Feature(name="pledges", recorded=RECORDED, blueprint=bp)
