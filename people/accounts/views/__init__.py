"""Pages of accounts, one module for each kind of page."""

from people.accounts.views import own, proposals, staff
from people.accounts.views.blueprint import bp

__all__ = ["bp", "own", "proposals", "staff"]
