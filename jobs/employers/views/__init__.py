"""Pages of employers, one module for each kind of page."""

from jobs.employers.views import corrections, imported, pages
from jobs.employers.views.blueprint import bp

__all__ = ["bp", "corrections", "imported", "pages"]
