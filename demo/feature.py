"""The demo county as the application sees it: one command."""

from core.features import Feature
from demo.cli import cli

FEATURE = Feature(name="demo", commands=(cli,))
