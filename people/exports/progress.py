"""How far an export in the background is."""

from datetime import timedelta
from pathlib import Path

from core import clock
from core.instance import instance_folder
from people.exports.models import ExportRun
from sheets.progress import STALE_SECONDS, Running, read_progress

STARTING = timedelta(seconds=STALE_SECONDS)


def progress_file(run_id: int) -> Path:
    """Return the file in which a run writes how far it is."""
    folder = instance_folder("exports")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{run_id}.progress"


def under_way(run: ExportRun) -> Running | None:
    """Return how far a run is, None where it has ended or its process died."""
    if not run.is_running:
        return None
    running = read_progress(progress_file(run.id))
    if running is None and clock.now() - run.created_at < STARTING:
        return Running("export", 0, run.total)
    return running
