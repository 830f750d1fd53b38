"""Pages of placements: the veteran's own, the desks', what hiring brings an employer."""

from flask_login import current_user

from core import clock
from core.access import Role
from core.navigation import Entry, menu
from jobs.placements import figures, privacy, queries
from jobs.placements.views import desk, employers, own
from jobs.placements.views.blueprint import bp

__all__ = ["bp", "desk", "employers", "figures", "own", "privacy"]


def _checks() -> int:
    return queries.count_checks_due(current_user, clock.today())


BUREAU = frozenset({Role.CLERK, Role.OFFICER, Role.LEADER})
EMPLOYER = frozenset({Role.EMPLOYER})
menu.add_side(Entry("就业记录", "briefcase-2", "placements.index", BUREAU, "就业", 50))
menu.add_side(Entry("到期回访", "phone", "placements.checks", BUREAU, "就业", 51, count=_checks))
menu.add_side(Entry("到岗的人", "users", "placements.index", EMPLOYER, "招聘", 27))
menu.add_side(Entry("招用优惠", "cash", "placements.benefits", EMPLOYER, "招聘", 28))
