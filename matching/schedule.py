"""The nightly run over everybody who looks for work."""

from datetime import time

from core.scheduling.registry import scheduled
from matching import operations


@scheduled("matching.batch", "夜里给求职的人排一遍岗位", daily_at=time(2, 0))
def batch() -> str:
    """Rank the open posts for all who look for work."""
    run = operations.run_batch()
    return f"{run.veterans} 人"
