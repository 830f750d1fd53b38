"""Pages of imports: choose a file, say what its columns mean, look, load, take back."""

from core.navigation import Entry, menu
from jobs.importing.views import choosing, running
from jobs.importing.views.blueprint import MAY_IMPORT, bp

__all__ = ["bp", "choosing", "running"]

menu.add_side(
    Entry("批量导入", "file-spreadsheet", "importing.index", frozenset(MAY_IMPORT), "招聘", 24)
)
