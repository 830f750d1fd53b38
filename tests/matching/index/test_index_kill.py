"""kill -9 while the index on disk is written: the previous index stays in use."""

from tests.support import warm

KILLS = 12


def whole_after_kills(folder, way: str) -> int:
    """Return the number of kills after which the index in use was complete."""
    command = ("-m", "tests.matching.index.indexers", str(folder), way, str(KILLS))
    done = warm.run(command, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    return int(done.stdout.splitlines()[-1])


def test_after_a_killed_writer_the_previous_index_is_in_use(tmp_path):
    assert whole_after_kills(tmp_path, "kept") == KILLS
    folders = [path for path in (tmp_path / "index").iterdir() if path.is_dir()]
    assert len(folders) <= 3  # in use, previous, and the half one that is removed next


def test_an_index_named_before_it_is_written_would_be_incomplete(tmp_path):
    """The control: kills do happen while an index is written."""
    assert whole_after_kills(tmp_path, "named_first") < KILLS
