"""The daily clearing of exported files."""

from datetime import time

from core.db import transaction
from core.scheduling.registry import scheduled
from people.exports import operations


@scheduled("exports.sweep", "删除到期的导出表", daily_at=time(2, 40))
def sweep() -> str:
    """Delete files kept long enough, and record which exports broke off."""
    with transaction(audited=False):
        expired, dead = operations.sweep()
    return f"{expired} 份到期，{dead} 份没有导成"
