"""Scheduled work of learning: the deletion of old impressions."""

from datetime import time

from core.scheduling.registry import scheduled
from matching.learning import operations


@scheduled("matching.forget", "删掉到期的推荐记录", daily_at=time(3, 30))
def forget() -> str:
    """Delete the impressions that are past their days."""
    return f"{operations.forget_old()} 条"
