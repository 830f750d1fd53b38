"""Processes that write the index on disk without pause and are killed.

`python -m tests.matching.index.indexers`: arguments are the instance folder, the way to
write, and how many to kill. Prints how often the index in use was complete after a kill.
"""

import os
import random
import secrets
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from matching.engine import snapshot
from matching.engine.index import VacancyIndex
from matching.engine.records import VacancyDoc
from matching.index import snapshots
from matching.index.open_vacancies import index_of
from matching.versions.language import language
from tests.support.databases import create_app, settings_for

VACANCIES = 300
NAMES = ("versions", "times", "titles_id")
KEYS = {name: np.zeros((VACANCIES, 2), dtype=np.int64) for name in NAMES}


def named_first(index: VacancyIndex) -> None:
    """Name an index as the one in use before writing it: the error to avoid, for the control."""
    name = secrets.token_hex(8)
    snapshots.use(name)
    snapshot.save(index, snapshots.folder() / name, keys=KEYS)


WAYS: dict[str, Callable[[VacancyIndex], None]] = {
    "kept": lambda index: snapshots.keep(index, KEYS),
    "named_first": named_first,
}


def kill_one(index: VacancyIndex, way: str, after: float) -> None:
    """Start a process that writes over and over, and kill it while it writes."""
    pid = os.fork()
    if pid == 0:
        while True:
            WAYS[way](index)
    time.sleep(after)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def main() -> None:
    """Kill a number of writers, and check after each whether the index in use is complete."""
    way, kills = sys.argv[2], int(sys.argv[3])
    luck, whole = random.Random(20), 0
    with create_app(settings_for(Path(sys.argv[1]))).app_context():
        index = index_of(
            [VacancyDoc(id=number, title=f"岗位{number}") for number in range(VACANCIES)]
        )
        begun = time.monotonic()
        snapshots.keep(index, KEYS)
        pace = time.monotonic() - begun  # of one write, on this machine now
        for _ in range(kills):
            kill_one(index, way, after=luck.uniform(0.5, 4) * pace)
            kept = snapshots.newest(language())
            whole += kept is not None and len(kept.index) == VACANCIES
    sys.stdout.write(str(whole))


if __name__ == "__main__":
    main()
