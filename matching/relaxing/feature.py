"""Relaxing as the application sees it."""

from core.features import Feature
from matching.relaxing.views import bp

FEATURE = Feature(name="relaxing", blueprint=bp)
