"""Pages of applications: the veteran's own, the desks'."""

from flask_login import current_user

from core.access import Role
from core.navigation import Entry, menu
from jobs.applications import privacy, queries
from jobs.applications.views import desk, own
from jobs.applications.views.blueprint import bp

__all__ = ["bp", "desk", "own", "privacy"]


def _new() -> int:
    return queries.count_new(current_user)


def _silent() -> int:
    return queries.count_silent(current_user)


menu.add_tab(Entry("投递", "send", "applications.my_list", frozenset({Role.VETERAN}), order=40))
menu.add_side(
    Entry(
        "收到的投递",
        "send",
        "applications.index",
        frozenset({Role.EMPLOYER}),
        "招聘",
        order=24,
        count=_new,
    )
)
