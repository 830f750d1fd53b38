"""Pages of villages: the lists, the list's own changes, and where people live."""

from people.villages.views import lists, register, residences
from people.villages.views.blueprint import bp

__all__ = ["bp", "lists", "register", "residences"]
