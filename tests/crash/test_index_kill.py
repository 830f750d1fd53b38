"""kill -9 while the index on disk is written: the one before stays in use."""

import subprocess
import sys

from core.config import ROOT

KILLS = 12


def whole_after_kills(folder, way: str) -> int:
    """Return after how many of the kills there was a whole index in use."""
    command = [sys.executable, "-m", "tests.crash.indexers", str(folder), way, str(KILLS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    return int(done.stdout.splitlines()[-1])


def test_a_killed_writer_leaves_the_index_before_in_use(tmp_path):
    assert whole_after_kills(tmp_path, "kept") == KILLS
    folders = [path for path in (tmp_path / "index").iterdir() if path.is_dir()]
    assert len(folders) <= 3  # in use, the one before, and the half one; the next clears it away


def test_an_index_named_before_it_is_written_would_be_torn(tmp_path):
    """The control: kills do fall while an index is written."""
    assert whole_after_kills(tmp_path, "named_first") < KILLS
