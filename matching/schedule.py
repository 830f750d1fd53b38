"""Scheduled work of matching: the index on disk, and the deletion of old impressions."""

from datetime import time, timedelta

from core.scheduling.registry import scheduled
from core.scheduling.runner import Progress
from matching import active_model, impressions, snapshots


@scheduled("matching.index", "岗位多时，把岗位索引存到盘上", every=timedelta(minutes=10))
def index() -> str:
    """Rebuild the index on disk where there is none, or too many vacancies have changed."""
    titles_id = active_model.current().titles_id
    if not snapshots.is_due(active_model.language(), titles_id):
        return "不用重建"
    language = active_model.language_of(titles_id)
    return f"{snapshots.make(language, titles_id, progress=Progress())} 个岗位"


@scheduled("matching.forget", "删掉到期的推荐记录", daily_at=time(3, 30))
def forget() -> str:
    """Delete the impressions that are past their days."""
    return f"{impressions.forget_old()} 条"
