"""Versions of the model as the application sees them."""

from core.features import Feature
from matching.versions.cli import cli
from matching.versions.recorded import RECORDED

FEATURE = Feature(name="versions", recorded=RECORDED, commands=(cli,))
