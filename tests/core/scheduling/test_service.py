"""A scheduler process from its start to its end: it shows life and no step of it fails."""

from tests.support import warm
from tests.support.waiting import until

SCHEDULER = """
import sys
from datetime import timedelta
from pathlib import Path

from core.scheduling import service
from tests.support.databases import create_app, settings_for

app = create_app(settings_for(Path(sys.argv[1]), sys.argv[2]))
service.serve(app, tick_seconds=0.2, life=timedelta(seconds=60), beat=Path(sys.argv[3]))
"""


def test_a_scheduler_process_works_and_logs_no_failure(app, instance, tmp_path):
    beat, url = tmp_path / "beat", app.extensions["settings"].database_url
    process = warm.Process.talking(("-c", SCHEDULER, str(instance), url, str(beat)))
    try:
        until(lambda: beat.exists() or process.poll() is not None)
        first = beat.stat().st_mtime
        until(lambda: beat.stat().st_mtime > first or process.poll() is not None)
    finally:
        process.terminate()
        log = process.stderr.read()

    assert process.wait(timeout=600) == 0
    assert "failed" not in log
