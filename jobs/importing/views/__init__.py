"""Pages of imports: upload a file, map its columns, check, load, undo."""

from jobs.importing.views import choosing, running
from jobs.importing.views.blueprint import bp

__all__ = ["bp", "choosing", "running"]
