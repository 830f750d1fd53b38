"""Pages of lists: the home page, a veteran's list with reasons, 差一点."""

from matching.lists.views import front, matches
from matching.lists.views.blueprint import bp

__all__ = ["bp", "front", "matches"]
