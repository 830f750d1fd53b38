"""Pages of imports: upload a file, map its columns, check, load, undo."""

from people.imports.views import choosing, running
from people.imports.views.blueprint import bp

__all__ = ["bp", "choosing", "running"]
