"""Pages of imports: upload a file, map its columns, check, load, undo."""

from people.imports.views import choosing, fixing, running
from people.imports.views.blueprint import bp

__all__ = ["bp", "choosing", "fixing", "running"]
