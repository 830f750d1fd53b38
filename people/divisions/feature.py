"""Divisions as the application sees them: a table the others refer to."""

from core.features import Feature

FEATURE = Feature(name="divisions")
