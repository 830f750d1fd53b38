"""How the CPU time of one subject grows with its text; a run of two seconds ends the process.

`re` cannot be interrupted by a handler of Python, so the signal of the timer has none.
"""

import itertools
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

SCREENED = 1_500, 6_000  # lengths of a first, cheap look at a pattern
GLANCED = 400, 1_600  # the same for a function, which reads each character more slowly
COMPARED = 25_000, 100_000
FRESH = itertools.count()  # ends each text, so that no cache answers for it
GROWTH = 6  # a linear subject takes 4 times as long
FLOOR = 0.0006  # seconds of the longer text, below which growth is noise at a first look
NOISE = 0.02  # the same when compared
KILLED_AFTER = 2.0


@dataclass(frozen=True)
class Subject:
    """What is measured, and the seeds of to make its texts."""

    name: str
    run: Callable[[str], Any]
    seeds: tuple[tuple[str, str], ...]
    looked_at: tuple[int, int] = SCREENED


def cost(run: Callable[[str], Any], text: str, *, best_of: int) -> float:
    """Return the least CPU seconds of a few runs, each of which may take KILLED_AFTER."""
    least = KILLED_AFTER
    for _ in range(best_of):
        signal.setitimer(signal.ITIMER_VIRTUAL, KILLED_AFTER)
        start = time.process_time()
        run(f"{text}{next(FRESH)}")
        least = min(least, time.process_time() - start)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return least


def made_of(seed: tuple[str, str], length: int) -> str:
    """Return a text of this length made of one seed."""
    first, unit = seed
    return (first + unit * (length // len(unit) + 1))[:length]


def growth(subject: Subject, seed: tuple[str, str]) -> float:
    """Return how many times longer the longer text takes, 0 where both take too little."""
    run = subject.run
    short, long = (made_of(seed, length) for length in subject.looked_at)
    for best_of in (1, 3):  # what may be noise is looked at again
        most = cost(run, long, best_of=best_of)
        if most < FLOOR or most < FLOOR + GROWTH * cost(run, short, best_of=best_of):
            return 0
    short, long = (made_of(seed, length) for length in COMPARED)
    for best_of in (1, 3):
        least, most = cost(run, short, best_of=best_of), cost(run, long, best_of=best_of)
        if most < NOISE or most < GROWTH * least:
            return 0
    return most / least


def measure(subjects: list[Subject], first: int) -> Iterator[dict[str, Any]]:
    """Measure each subject from the first on; name it before it begins."""
    for place in range(first, len(subjects)):
        subject = subjects[place]
        worst = (0.0, ("", ""))
        for seed in subject.seeds:
            yield {"at": place, "name": subject.name, "seed": seed}
            worst = max(worst, (growth(subject, seed), seed))
        yield {"done": place, "name": subject.name, "growth": worst[0], "seed": worst[1]}
