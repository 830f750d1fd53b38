"""Evaluation as the application sees it."""

from core.features import Feature
from matching.evaluation.cli import cli

FEATURE = Feature(name="evaluation", commands=(cli,))
