"""Exports as the application sees them; each list is declared by its own feature."""

from flask import Flask

from core import rooms
from core.access import EXPORTERS
from core.features import Feature
from core.navigation import Entry
from people.exports.parameters import AT_ONCE, KEEP_DAYS
from people.exports.privacy import PERSONAL
from people.exports.recorded import RECORDED
from people.exports.schedule import sweep
from people.exports.views import bp, may_export


def _lend_to_templates(app: Flask) -> None:
    app.jinja_env.globals["may_export"] = may_export


FEATURE = Feature(
    name="exports",
    blueprint=bp,
    menu=(Entry("导出的表", "file-spreadsheet", "exports.index", EXPORTERS, rooms.ACCOUNT, 91),),
    schedule=(sweep,),
    parameters=(AT_ONCE, KEEP_DAYS),
    personal=PERSONAL,
    recorded=RECORDED,
    set_up=_lend_to_templates,
)
