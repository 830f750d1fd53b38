"""Pages of matching: the front door, lists with reasons, 差一点, candidates, 放宽一条."""

from core.access import Role
from core.navigation import Entry, menu
from matching import privacy
from matching.views import fairplan, front, lists, posts, versions
from matching.views.blueprint import bp

__all__ = ["bp", "fairplan", "front", "lists", "posts", "privacy", "versions"]

VETERAN = frozenset({Role.VETERAN})
menu.add_tab(Entry("找工作", "briefcase-2", "matching.index", VETERAN, order=10))
