"""Scheduled work on applications."""

from datetime import time

from core import clock
from core.scheduling.registry import scheduled
from core.slices import in_slices
from jobs.applications import operations, queries


@scheduled("applications.silent", "单位太久没答复的提醒双方", daily_at=time(9, 0))
def silent() -> str:
    """Notify both sides of applications that wait too long."""
    today = clock.today()
    waiting = queries.silent_applications(queries.patience_on(today).moment)
    ids = [application.id for application in waiting]
    return f"{in_slices(ids, lambda some: operations.remind_silent(today, some))} 份"


@scheduled("applications.end", "岗位早已停招、没人答复的投递结束", daily_at=time(0, 20))
def end() -> str:
    """End applications without an answer long after their vacancy ended."""
    today = clock.today()
    ids = [application.id for application in operations.unanswered(today)]
    return f"{in_slices(ids, lambda some: operations.end_unanswered(today, some))} 份"
