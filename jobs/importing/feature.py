"""Imports of vacancies as the application sees them; their pages are of people.imports."""

from core.features import Feature
from jobs.importing.cli import cli
from jobs.importing.sheet import VACANCIES

FEATURE = Feature(name="importing", commands=(cli,), sheets=(VACANCIES,))
