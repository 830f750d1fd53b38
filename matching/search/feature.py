"""Search as the application sees it."""

from core.features import Feature
from matching.search.cli import cli

FEATURE = Feature(name="search", commands=(cli,))
