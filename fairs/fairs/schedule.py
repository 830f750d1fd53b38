"""Scheduled tasks of fairs: start, end, remind."""

from datetime import time, timedelta

from core import clock
from core.db import transaction
from core.scheduling.registry import scheduled
from fairs.fairs import operations, queries


@scheduled("fairs.advance", "到点的招聘会开始、结束", every=timedelta(minutes=1))
def advance() -> str:
    """Start and end fairs whose hour has come."""
    if not queries.due_to_move(clock.now()):  # every minute: an idle run writes no audit event
        return "0 场"
    with transaction():
        return f"{operations.advance_fairs(clock.now())} 场"


@scheduled("fairs.results", "招聘会结果快到期的提醒单位", daily_at=time(9, 10))
def results() -> str:
    """Remind employers whose results are missing and due soon."""
    with transaction():
        fairs = {
            booking.fair_id: booking.fair for booking in queries.overdue_results(clock.today())
        }
        return f"{operations.remind_all_results(list(fairs.values()))} 家"
