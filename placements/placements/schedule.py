"""Scheduled tasks of placements."""

from datetime import time

from core import clock
from core.db import transaction
from core.scheduling.registry import scheduled
from placements.placements.operations import checking


@scheduled("placements.checks", "到期回访提醒工作人员", daily_at=time(8, 40))
def checks() -> str:
    """Remind staff how many checks are due."""
    with transaction():
        return f"{checking.remind_checks(clock.today())} 人"
