"""The demo county as the application sees it: one command."""

from core.features import Feature
from demo.cli import cli
from demo.recorded import RECORDED

FEATURE = Feature(name="demo", recorded=RECORDED, commands=(cli,))
