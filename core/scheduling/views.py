"""The page of scheduled tasks, for those who run the system."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import SYSTEM_EDITORS, SYSTEM_READERS, allow
from core.features import installed
from core.forms import Saved, form_page
from core.scheduling import clock_watch, leader, runner, watcher
from core.scheduling.forms import ClockForm

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
        is_doubted=clock_watch.doubted() is not None,
        may_check_clock=current_user.role in SYSTEM_EDITORS,
    )


@bp.route("/schedule/clock", methods=["GET", "POST"])
@allow(*SYSTEM_EDITORS)
def confirm_clock() -> ResponseReturnValue:
    """Ask whether the server's time is right, and let the waiting tasks run once it is."""
    form = ClockForm()

    def save() -> Saved:
        clock_watch.accept(form.shown.data)
        return Saved("时间已核对，停下的定时任务一分钟内接着做。", url_for(".confirm_clock"))

    answer, now = form.save(save), clock.now()
    context = {"row": clock_watch.doubted(), "now": now, "shown": int(now.timestamp())}
    return answer or form_page("scheduling/clock.html", form, **context)
