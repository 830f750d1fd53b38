"""How the CPU time of one subject grows with its text; a run of two seconds ends the process.

`re` cannot be interrupted by a handler of Python, so the signal of the timer has none.
"""

import itertools
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

SCREENED = 1_000, 4_000  # lengths of a first, cheap look at a pattern
GLANCED = 300, 1_200  # before that, for what reads each character more slowly: functions
COMPARED = 25_000, 100_000
FRESH = itertools.count()  # ends each text, so that no cache answers for it
GROWTH = 6  # a linear subject takes 4 times as long
FLOOR = 0.0003  # seconds of the longer text, below which growth is noise at a first look
NOISE = 0.02  # the same when compared
KILLED_AFTER = 2.0
Run = Callable[[str], Any]
Seed = tuple[str, str]  # what a text begins with, and what is repeated behind it


@dataclass(frozen=True)
class Subject:
    """What is measured, and the seeds to make its texts."""

    name: str
    run: Run
    seeds: tuple[Seed, ...]
    looked_at: tuple[int, int] = SCREENED


def cost(run: Run, text: str, *, best_of: int, clock: Callable[[], float]) -> float:
    """Return the least seconds of a few runs, each of which may take KILLED_AFTER of CPU."""
    least = KILLED_AFTER
    for _ in range(best_of):
        signal.setitimer(signal.ITIMER_VIRTUAL, KILLED_AFTER)
        start = clock()
        run(f"{text}{next(FRESH)}")
        least = min(least, clock() - start)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return least


def made_of(seed: Seed, length: int) -> str:
    """Return a text of this length made of one seed."""
    first, unit = seed
    return (first + unit * (length // len(unit) + 1))[:length]


def growth(subject: Subject, seed: Seed) -> float:
    """Return how many times longer the longer text takes, 0 where both take too little."""
    run = subject.run
    if subject.looked_at != SCREENED and not _may_grow(run, seed, subject.looked_at, tries=(1,)):
        return 0
    if not _may_grow(run, seed, SCREENED, tries=(1, 3)):
        return 0
    short, long = (made_of(seed, length) for length in COMPARED)
    for best_of in (1, 3):
        least = cost(run, short, best_of=best_of, clock=time.process_time)
        most = cost(run, long, best_of=best_of, clock=time.process_time)
        if most < NOISE or most < GROWTH * least:
            return 0
    return most / least


def _may_grow(run: Run, seed: Seed, lengths: tuple[int, int], *, tries: tuple[int, ...]) -> bool:
    """Return whether a look leaves a doubt; what may be noise is looked at again.

    The clock on the wall is finer than that of the CPU, and shows no less: a busy machine raises
    doubts and settles none.
    """
    short, long = (made_of(seed, length) for length in lengths)
    for best_of in tries:
        most = cost(run, long, best_of=best_of, clock=time.perf_counter)
        if most < FLOOR:
            return False
        if most < FLOOR + GROWTH * cost(run, short, best_of=3, clock=time.perf_counter):
            return False
    return True


def measure(subjects: list[Subject], first: int) -> Iterator[dict[str, Any]]:
    """Measure each subject from the first on; name it before it begins."""
    for place in range(first, len(subjects)):
        subject = subjects[place]
        worst = (0.0, ("", ""))
        for seed in subject.seeds:
            yield {"at": place, "name": subject.name, "seed": seed}
            worst = max(worst, (growth(subject, seed), seed))
        yield {"done": place, "name": subject.name, "growth": worst[0], "seed": worst[1]}
