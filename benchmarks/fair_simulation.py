"""Simulation of a fair: planned itineraries beside queues at each person's top three booths.

`python -m benchmarks.fair_simulation` prints a table. People, booths and interests are drawn from
seeds; a meeting is good when both sides continue, with the probability of the pair's worth. The
same people, no-shows and lengths of talks are used for every way of running the fair.
"""

import heapq
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.engine.fairplan import Problem, plan

PEOPLE, BOOTHS, SLOTS, MINUTES = 500, 60, 12, 15
WANTED, PATIENCE, NO_SHOW = 3, 30.0, 0.15
ROUNDS = 20


@dataclass(frozen=True)
class Day:
    """One fair as drawn."""

    worth: np.ndarray  # (people, booths), NaN where a hard condition fails
    talk: np.ndarray  # (people, booths) minutes of a talk
    comes: np.ndarray  # (people,)
    arrives: np.ndarray  # (people,) arrival in minutes after the opening


@dataclass(frozen=True)
class Outcome:
    """The result of a fair."""

    good: float  # expected good meetings
    met: int  # people with at least one meeting
    waits: np.ndarray  # minutes waited before each talk
    empty: float  # share of booth time without a talk


def draw(seed: int) -> Day:
    """Return a fair drawn at random: some booths are wanted by all, trades fit some people only."""
    rng = np.random.default_rng(seed)
    appeal = rng.beta(2, 4, BOOTHS)
    fit = rng.beta(1.5, 3, (PEOPLE, BOOTHS))
    worth = np.clip(0.5 * appeal[None, :] + 0.7 * fit, 0, 1)
    worth[rng.random((PEOPLE, BOOTHS)) < 0.55] = np.nan
    return Day(
        worth=worth,
        talk=np.clip(rng.lognormal(np.log(11), 0.35, (PEOPLE, BOOTHS)), 4, 30),
        comes=rng.random(PEOPLE) >= NO_SHOW,
        arrives=rng.exponential(20, PEOPLE),
    )


def planned(day: Day) -> Outcome:
    """Return the result of planned itineraries, replanned after 20 minutes without those absent."""
    problem = Problem(day.worth, np.full(PEOPLE, WANTED), np.ones(BOOTHS, dtype=np.intp), SLOTS)
    first = plan(problem)
    past = tuple(stop for stop in first if stop.slot < 2)
    wanted = np.where(day.comes, WANTED, 0)
    stops = plan(Problem(day.worth, wanted, problem.seats, SLOTS, 2, past))
    talks = []
    for stop in stops:
        here = day.comes[stop.person] and day.arrives[stop.person] <= stop.slot * MINUTES
        if here:
            talks.append((stop.slot * MINUTES, stop.person, stop.booth))
    return _serve(day, sorted(talks))


def _serve(day: Day, talks: list[tuple[float, int, int]]) -> Outcome:
    """Serve talks at their times; a long one delays the next."""
    free_booth, free_person = np.zeros(BOOTHS), day.arrives.copy()
    good, busy = 0.0, 0.0
    waits: list[float] = []
    met: set[int] = set()
    for at, person, booth in talks:
        begin = max(at, free_booth[booth], free_person[person])
        if begin >= SLOTS * MINUTES:
            continue
        end = begin + day.talk[person, booth]
        waits.append(begin - at)
        free_booth[booth] = free_person[person] = end
        busy += min(end, SLOTS * MINUTES) - begin
        good += day.worth[person, booth]
        met.add(person)
    empty = 1 - busy / (BOOTHS * SLOTS * MINUTES)
    return Outcome(good, len(met), np.array(waits), empty)


def queueing(day: Day, *, informed: bool = True) -> Outcome:
    """Return the result of people queueing at the booths they like best, until patience ends.

    Without information they choose booths at random.
    """
    rng = np.random.default_rng(0)
    events: list[tuple[float, int, int]] = []
    choices: dict[int, list[int]] = {}
    for person in map(int, np.flatnonzero(day.comes)):
        open_to = np.flatnonzero(~np.isnan(day.worth[person]))
        order = -day.worth[person, open_to] if informed else rng.random(len(open_to))
        choices[person] = [int(booth) for booth in open_to[np.argsort(order)][:WANTED]]
        heapq.heappush(events, (float(day.arrives[person]), person, 0))
    free_booth = np.zeros(BOOTHS)
    good, busy = 0.0, 0.0
    waits: list[float] = []
    met: set[int] = set()
    while events:
        now, person, number = heapq.heappop(events)
        if number >= len(choices[person]) or now >= SLOTS * MINUTES:
            continue
        booth = choices[person][number]
        begin = max(now, free_booth[booth])
        if begin - now > PATIENCE:  # waits until patience ends, then moves on
            waits.append(PATIENCE)
            heapq.heappush(events, (now + PATIENCE, person, number + 1))
            continue
        if begin >= SLOTS * MINUTES:
            continue
        end = begin + day.talk[person, booth]
        waits.append(begin - now)
        free_booth[booth] = end
        busy += min(end, SLOTS * MINUTES) - begin
        good += day.worth[person, booth]
        met.add(person)
        heapq.heappush(events, (end, person, number + 1))
    empty = 1 - busy / (BOOTHS * SLOTS * MINUTES)
    return Outcome(good, len(met), np.array(waits), empty)


WAYS: dict[str, Callable[[Day], Outcome]] = {
    "planned, replanned once": planned,
    "queue for the top three": queueing,
    "walk about at random": lambda day: queueing(day, informed=False),
}


def main(rounds: int = ROUNDS) -> None:
    """Simulate the same fairs in every way and print the means."""
    started = time.process_time()
    plan(Problem(draw(0).worth, np.full(PEOPLE, WANTED), np.ones(BOOTHS, dtype=np.intp), SLOTS))
    print(f"one plan of {PEOPLE} × {BOOTHS}: {time.process_time() - started:.2f} s CPU")
    print(f"{rounds} fairs, {SLOTS} slots of {MINUTES} minutes, {NO_SHOW:.0%} do not come")
    print(f"{'':26}good  people met  mean wait  95 % wait  booth time empty")
    for name, way in WAYS.items():
        outcomes = [way(draw(seed)) for seed in range(rounds)]
        waits = np.concatenate([one.waits for one in outcomes])
        print(
            f"{name:26}{np.mean([one.good for one in outcomes]):4.0f}"
            f"{np.mean([one.met for one in outcomes]):12.0f}"
            f"{waits.mean():9.1f} m{np.quantile(waits, 0.95):9.1f} m"
            f"{np.mean([one.empty for one in outcomes]):15.0%}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
