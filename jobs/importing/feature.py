"""Imports of vacancies as the application sees them."""

from core.access import VACANCY_EDITORS
from core.features import Feature
from core.navigation import Entry
from jobs.importing.cli import cli
from jobs.importing.views import bp

FEATURE = Feature(
    name="importing",
    blueprint=bp,
    commands=(cli,),
    menu=(Entry("批量导入", "file-spreadsheet", "importing.index", VACANCY_EDITORS, "招聘", 24),),
)
