"""Matching by itself: the nightly run over everybody, and the index on disk."""

from datetime import time, timedelta

from core.scheduling.registry import scheduled
from core.scheduling.runner import Progress
from matching import operations, snapshots
from matching.board import language


@scheduled("matching.batch", "夜里给求职的人排一遍岗位", daily_at=time(2, 0))
def batch() -> str:
    """Rank the open posts for all who look for work."""
    run = operations.run_batch(progress=Progress())
    return f"{run.veterans} 人"


@scheduled("matching.index", "岗位多时，把岗位索引存到盘上", every=timedelta(minutes=10))
def index() -> str:
    """Make the index on disk anew where there is none, or too much has changed."""
    if not snapshots.is_due(language()):
        return "不用重建"
    return f"{snapshots.make(language(), progress=Progress())} 个岗位"
