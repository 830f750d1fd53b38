"""Scheduled work on applications."""

from datetime import time

from core import clock
from core.db import transaction
from core.scheduling.registry import scheduled
from jobs.applications import operations


@scheduled("applications.silent", "单位太久没答复的提醒双方", daily_at=time(9, 0))
def silent() -> str:
    """Notify both sides of applications that wait too long."""
    with transaction():
        return f"{operations.remind_silent(clock.today())} 份"


@scheduled("applications.end", "岗位早已停招、没人答复的投递结束", daily_at=time(0, 20))
def end() -> str:
    """End applications without an answer long after their vacancy ended."""
    with transaction():
        return f"{operations.end_unanswered(clock.today())} 份"
