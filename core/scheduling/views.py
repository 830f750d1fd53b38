"""What runs by itself, for those who look after the system."""

from flask import Blueprint, render_template

from core import clock
from core.access import SYSTEM_READERS, allow
from core.features import installed
from core.scheduling import leader, runner

bp = Blueprint("scheduling", __name__)


@bp.get("/schedule")
@allow(*SYSTEM_READERS)
def index() -> str:
    """Show every job: when it ran last, what came of it, when it runs next."""
    return render_template(
        "scheduling/index.html",
        tasks=installed().schedule,
        runs=runner.last_runs(),
        lease=leader.current(),
        now=clock.now(),
    )
