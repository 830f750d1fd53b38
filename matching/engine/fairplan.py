"""The plan of a fair: which people meet at which booths in which slots, under the seats there.

Two steps, each exact for what it decides:

1. *Pairs*: a transport problem. Choose pairs of people and booths so that the sum of their worth
   is greatest, no person gets more stops than wanted, and no booth more than its seats in the
   slots that are left. A person's first stop is worth more than any second one, so that no person
   is left out while another gets more. The matrix is totally unimodular, so the solution of the
   linear programme is integral (scipy, HiGHS).
2. *Slots*: slot by slot, an assignment (scipy's linear_sum_assignment) that must serve every person
   with as many stops left as there are slots, which is how a bipartite graph is edge-coloured
   with as few colours as its greatest degree.

Pairs that pins and past slots make impossible are dropped and replaced by others that fit.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy  # its parts are loaded at their first use: most processes plan no fair
from numpy.typing import NDArray
from scipy.sparse import coo_matrix

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

FIRST_STOP = 10.0  # bonus of a first stop, beside worths in [0, 1]
LATER_STOP = 0.9  # bonus of each further stop as a share of the one before
CRITICAL = 1_000.0  # above any sum of worths in one slot
UNUSED = -1e6


@dataclass(frozen=True, slots=True)
class Stop:
    """One person at one booth in one slot, by their positions in the problem."""

    person: int
    booth: int
    slot: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A fair to be planned.

    Attributes
    ----------
    worth
        Of shape (n_people, n_booths): expected worth of a meeting, in [0, 1]; NaN where a hard
        condition excludes the person.
    wanted
        Of shape (n_people,): most stops of each person; 0 for those who do not come.
    seats
        Of shape (n_booths,): number of people a booth meets in one slot.
    slots
        Number of slots of the fair.
    first_slot
        First slot that may still be planned; earlier ones are past.
    fixed
        Stops that stay as they are: pinned by hand, or past.
    """

    worth: Floats
    wanted: Ints
    seats: Ints
    slots: int
    first_slot: int = 0
    fixed: tuple[Stop, ...] = ()


def plan(problem: Problem) -> list[Stop]:
    """Return the fixed stops and the planned ones, by slot and person.

    Parameters
    ----------
    problem : Problem
        A fair of n_people people and n_booths booths.

    Returns
    -------
    list of Stop
        Apart from fixed stops, no person has more than wanted, and none two in a slot or at a
        booth; no booth has more than its seats in a slot; a pair of worth NaN is never planned.

    Raises
    ------
    ValueError
        If the shapes differ, or a fixed stop is outside the problem.
    """
    _check(problem)
    pairs = _choose(problem)
    stops = list(problem.fixed)
    left = [pair for pair in pairs if pair not in {(s.person, s.booth) for s in stops}]
    stops += _place(problem, left, stops)
    stops += _fill(problem, stops)
    return sorted(stops, key=lambda stop: (stop.slot, stop.person, stop.booth))


def value(problem: Problem, stops: Iterable[Stop]) -> float:
    """Return the value of a plan: the worth of its meetings plus the bonuses of people's stops."""
    stops = list(stops)
    worth = sum(float(np.nan_to_num(problem.worth[stop.person, stop.booth])) for stop in stops)
    return worth + sum(map(_bonus, Counter(stop.person for stop in stops).values()))


def _bonus(stops: int) -> float:
    """Return ``FIRST_STOP + sum of LATER_STOP^k for k = 1 .. stops - 1``, 0 for no stop."""
    return sum(FIRST_STOP if number == 0 else LATER_STOP**number for number in range(stops))


def _check(problem: Problem) -> None:
    people, booths = problem.worth.shape
    if problem.wanted.shape != (people,) or problem.seats.shape != (booths,):
        raise ValueError("wanted and seats must fit the worth matrix")
    for stop in problem.fixed:
        inside = 0 <= stop.person < people and 0 <= stop.booth < booths
        if not inside or not 0 <= stop.slot < problem.slots:
            raise ValueError(f"a fixed stop is outside the fair: {stop}")


def _choose(problem: Problem) -> list[tuple[int, int]]:
    """Return the chosen pairs, fixed ones included."""
    room, wanted = _room(problem), _still_wanted(problem)
    may_meet = ~np.isnan(problem.worth) & (wanted[:, None] > 0) & (room[None, :] > 0)
    for stop in problem.fixed:
        may_meet[stop.person, stop.booth] = False
    people, booths = np.nonzero(may_meet)
    if not len(people):
        return []
    chosen = _solve(problem, people, booths, wanted, room)
    return [(int(people[at]), int(booths[at])) for at in np.flatnonzero(chosen > 0.5)]


def _solve(
    problem: Problem, people: Ints, booths: Ints, wanted: Ints, room: Ints
) -> NDArray[np.float64]:
    """Return the solution of the transport problem; a person's first stop carries the bonus."""
    served = {stop.person for stop in problem.fixed}
    increments = [
        (person, FIRST_STOP if number == 0 and person not in served else LATER_STOP**number)
        for person in np.unique(people)
        for number in range(int(wanted[person]))
    ]
    pairs, n_people, n_booths = len(people), len(problem.wanted), len(problem.seats)
    increment_people = np.array([person for person, _ in increments], dtype=np.intp)
    gain = np.concatenate([problem.worth[people, booths], [bonus for _, bonus in increments]])
    # Pairs of a person equal the steps of their bonus; pairs of a booth are within its capacity.
    rows = np.concatenate([people, increment_people])
    balance = coo_matrix(
        (
            np.concatenate([np.ones(pairs), -np.ones(len(increments))]),
            (rows, np.arange(pairs + len(increments))),
        ),
        shape=(n_people, pairs + len(increments)),
    )
    limit = coo_matrix(
        (np.ones(pairs), (booths, np.arange(pairs))), shape=(n_booths, pairs + len(increments))
    )
    answer = scipy.optimize.linprog(
        -gain,
        A_ub=limit.tocsr(),
        b_ub=room,
        A_eq=balance.tocsr(),
        b_eq=np.zeros(n_people),
        bounds=(0, 1),
        method="highs-ds",  # a vertex, hence integral
    )
    return np.asarray(answer.x[:pairs])


def _place(problem: Problem, pairs: Sequence[tuple[int, int]], stops: Sequence[Stop]) -> list[Stop]:
    """Return stops with a slot for each pair; pairs that fit nowhere are left out."""
    busy, used, _seen = _usage(problem, stops)
    left = set(pairs)
    placed: list[Stop] = []
    for slot in range(problem.first_slot, problem.slots):
        if not left:
            break
        rest = problem.slots - slot
        for person, booth in _one_slot(problem, left, busy, used, slot, rest):
            placed.append(Stop(person, booth, slot))
            busy[person].add(slot)
            used[booth, slot] += 1
            left.discard((person, booth))
    return placed


def _one_slot(
    problem: Problem,
    left: set[tuple[int, int]],
    busy: list[set[int]],
    used: Ints,
    slot: int,
    rest: int,
) -> list[tuple[int, int]]:
    """Return the pairs that meet in one slot, people without slots to spare first."""
    open_pairs = sorted(
        (person, booth)
        for person, booth in left
        if slot not in busy[person] and used[booth, slot] < problem.seats[booth]
    )
    if not open_pairs:
        return []
    degree_p: dict[int, int] = {}
    degree_b: dict[int, int] = {}
    for person, booth in left:
        degree_p[person] = degree_p.get(person, 0) + 1
        degree_b[booth] = degree_b.get(booth, 0) + 1
    people = sorted({person for person, _ in open_pairs})
    seats = [
        (booth, seat)
        for booth in sorted({booth for _, booth in open_pairs})
        for seat in range(int(problem.seats[booth] - used[booth, slot]))
    ]
    place_of = {person: at for at, person in enumerate(people)}
    columns: dict[int, list[int]] = {}
    for at, (booth, _seat) in enumerate(seats):
        columns.setdefault(booth, []).append(at)
    gain = np.full((len(people), len(seats)), UNUSED)
    for person, booth in open_pairs:
        urgent = degree_p[person] / rest + degree_b[booth] / (rest * problem.seats[booth])
        worth = 1.0 + float(problem.worth[person, booth]) + CRITICAL * urgent
        gain[place_of[person], columns[booth]] = worth
    rows, cols = scipy.optimize.linear_sum_assignment(gain, maximize=True)
    return [
        (people[row], seats[col][0])
        for row, col in zip(rows, cols, strict=True)
        if gain[row, col] > 0
    ]


def _fill(problem: Problem, stops: Sequence[Stop]) -> list[Stop]:
    """Add stops in free seats for people who want more and are free in that slot."""
    busy, used, seen = _usage(problem, stops)
    counts = np.bincount([stop.person for stop in stops], minlength=len(problem.wanted))
    added: list[Stop] = []
    for slot in range(problem.first_slot, problem.slots):
        left = {
            (int(person), int(booth))
            for person, booth in zip(*np.nonzero(~np.isnan(problem.worth)), strict=True)
            if counts[person] < problem.wanted[person] and (person, booth) not in seen
        }
        rest = problem.slots - slot
        for person, booth in _one_slot(problem, left, busy, used, slot, rest) if left else ():
            added.append(Stop(person, booth, slot))
            busy[person].add(slot)
            used[booth, slot] += 1
            seen.add((person, booth))
            counts[person] += 1
    return added


def _usage(
    problem: Problem, stops: Iterable[Stop]
) -> tuple[list[set[int]], Ints, set[tuple[int, int]]]:
    """Return each person's busy slots, each booth's use by slot, and the pairs that meet."""
    busy: list[set[int]] = [set() for _ in problem.wanted]
    used = np.zeros((len(problem.seats), problem.slots), dtype=np.intp)
    seen = set()
    for stop in stops:
        busy[stop.person].add(stop.slot)
        used[stop.booth, stop.slot] += 1
        seen.add((stop.person, stop.booth))
    return busy, used, seen


def _room(problem: Problem) -> Ints:
    """Return how many more people each booth can meet in the slots that are left."""
    _busy, used, _seen = _usage(problem, problem.fixed)
    open_slots = used[:, problem.first_slot :]
    room: Ints = np.maximum(problem.seats[:, None] - open_slots, 0).sum(axis=1)
    return room


def _still_wanted(problem: Problem) -> Ints:
    """Return how many more stops each person may get in the slots that are left."""
    counts = np.bincount([stop.person for stop in problem.fixed], minlength=len(problem.wanted))
    busy, _used, _seen = _usage(problem, problem.fixed)
    coming = range(problem.first_slot, problem.slots)
    free = np.array([sum(slot not in slots for slot in coming) for slots in busy], dtype=np.intp)
    still: Ints = np.clip(problem.wanted - counts, 0, free)
    return still
