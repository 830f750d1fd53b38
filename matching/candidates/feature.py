"""Candidates as the application sees them."""

from core.features import Feature
from matching.candidates.views import bp

FEATURE = Feature(name="candidates", blueprint=bp)
