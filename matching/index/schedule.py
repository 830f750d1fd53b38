"""Scheduled work of the index: its copy on disk."""

from datetime import timedelta

from core.scheduling.registry import scheduled
from core.scheduling.runner import Progress
from matching.index import snapshots
from matching.versions.language import language
from matching.versions.queries import current, language_of


@scheduled(
    "matching.index", "岗位多时，把岗位索引存到盘上", every=timedelta(minutes=10), any_clock=True
)
def index() -> str:
    """Rebuild the index on disk where there is none, or too many vacancies have changed."""
    titles_id = current().titles_id
    if not snapshots.is_due(language(), titles_id):
        return "不用重建"
    made = snapshots.make(language_of(titles_id), titles_id, progress=Progress())
    return f"{made} 个岗位"
