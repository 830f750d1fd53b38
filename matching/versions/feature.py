"""Versions of the model as the application sees them."""

from core.features import Feature
from matching.versions.cli import cli

FEATURE = Feature(name="versions", commands=(cli,))
