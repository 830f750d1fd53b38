"""Matching by itself: the index on disk, and old records of what lists showed."""

from datetime import time, timedelta

from core.scheduling.registry import scheduled
from core.scheduling.runner import Progress
from matching import active_model, impressions, snapshots


@scheduled("matching.index", "岗位多时，把岗位索引存到盘上", every=timedelta(minutes=10))
def index() -> str:
    """Make the index on disk anew where there is none, or too much has changed."""
    titles_id = active_model.current().titles_id
    if not snapshots.is_due(active_model.language(), titles_id):
        return "不用重建"
    language = active_model.language_of(titles_id)
    return f"{snapshots.make(language, titles_id, progress=Progress())} 个岗位"


@scheduled("matching.forget", "删掉四百天前推荐过什么的记录", daily_at=time(3, 30))
def forget() -> str:
    """Delete what was shown too long ago to teach anything."""
    return f"{impressions.forget_old()} 条"
