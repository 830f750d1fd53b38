"""Pages of stations, of people without work, and of the telephone list."""

from flask_login import current_user

from core.access import BUREAU, Role
from core.navigation import Entry, menu
from people.notices.queries import count_calls
from people.stations import privacy, queries
from people.stations.views import caseload, offices
from people.stations.views.blueprint import bp

__all__ = ["bp", "caseload", "offices", "privacy"]


def _calls() -> int:
    return count_calls(current_user)


def _tasks() -> int:
    return queries.count_tasks(current_user)


DESK = frozenset({Role.CLERK, Role.OFFICER})
menu.add_side(Entry("没有就业的人", "user", "stations.caseload", frozenset(BUREAU), "退役军人", 12))
menu.add_side(Entry("电话名单", "phone", "stations.calls", DESK, "退役军人", 13, count=_calls))
menu.add_side(
    Entry(
        "服务站",
        "building-community",
        "stations.index",
        frozenset({Role.OFFICER, Role.LEADER}),
        "服务站",
        60,
    )
)
menu.add_side(
    Entry("站里的任务", "list-check", "stations.tasks", frozenset(BUREAU), "服务站", 61, _tasks)
)
