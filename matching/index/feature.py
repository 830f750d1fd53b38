"""The index as the application sees it."""

from core.features import Feature
from matching.index import schedule
from matching.index.cli import cli
from matching.index.open_vacancies import warm

FEATURE = Feature(name="index", commands=(cli,), schedule=(schedule.index,), warm=warm)
