"""Divisions as the application sees them: a table other packages refer to."""

from core.features import Feature
from people.divisions.operations import load_divisions

FEATURE = Feature(name="divisions", fill=load_divisions)
