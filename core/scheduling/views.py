"""The page of scheduled tasks, for those who run the system."""

from flask import Blueprint, render_template

from core import clock
from core.access import SYSTEM_READERS, allow
from core.features import installed
from core.scheduling import leader, runner, watcher

bp = Blueprint("scheduling", __name__)


@bp.get("/schedule")
@allow(*SYSTEM_READERS)
def index() -> str:
    """Show every task: its last run, that run's result and the next run."""
    return render_template(
        "scheduling/index.html",
        tasks=installed().schedule,
        runs=runner.last_runs(),
        lease=leader.current(),
        last_seen=leader.last_seen(),
        history=watcher.history(),
        now=clock.now(),
    )
