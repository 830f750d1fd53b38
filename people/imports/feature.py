"""Imports as the application sees them; the nouns are declared by their own features."""

from core import rooms
from core.access import CASEWORKERS, EMPLOYERS
from core.features import Feature
from core.navigation import Entry
from people.imports.cli import cli
from people.imports.recorded import RECORDED
from people.imports.views import bp

FEATURE = Feature(
    name="imports",
    recorded=RECORDED,
    blueprint=bp,
    commands=(cli,),
    menu=(
        Entry("批量导入", "file-spreadsheet", "imports.index", CASEWORKERS, rooms.SHEETS, 55),
        Entry("批量导入", "file-spreadsheet", "imports.index", EMPLOYERS, rooms.OWN_VACANCIES, 23),
    ),
)
