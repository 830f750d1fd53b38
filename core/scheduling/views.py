"""What runs by itself, for those who look after the system."""

from flask import Blueprint, render_template

from core import clock
from core.access import Role, allow
from core.navigation import Entry, menu
from core.scheduling import leader, registry, runner

bp = Blueprint("scheduling", __name__)
READERS = (Role.ADMIN, Role.OFFICER, Role.AUDITOR)


@bp.get("/schedule")
@allow(*READERS)
def index() -> str:
    """Show every job: when it ran last, what came of it, when it runs next."""
    return render_template(
        "scheduling/index.html",
        jobs=registry.jobs(),
        runs=runner.last_runs(),
        lease=leader.current(),
        now=clock.now(),
    )


menu.add_side(Entry("定时任务", "clock", "scheduling.index", frozenset(READERS), "系统", order=95))
