"""Pages of veterans: registration, the own profile and data, the bureau's desk."""

from flask_login import current_user

from core.access import BUREAU, Role
from core.navigation import Entry, menu
from people.veterans import queries
from people.veterans.views import desk, lists, own_data, public, records, steps
from people.veterans.views.blueprint import bp

__all__ = ["bp", "desk", "lists", "own_data", "public", "records", "steps"]


def _waiting() -> int:
    return queries.count_waiting(current_user)


menu.add_tab(Entry("我的", "user", "veterans.me", frozenset({Role.VETERAN}), order=90))
menu.add_side(Entry("退役军人", "users", "veterans.index", frozenset(BUREAU), "退役军人", order=10))
menu.add_side(
    Entry(
        "待核实",
        "clipboard-check",
        "veterans.queue",
        frozenset({Role.CLERK, Role.OFFICER}),
        "退役军人",
        order=11,
        count=_waiting,
    )
)
