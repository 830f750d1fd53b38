"""A plan keeps every limit of the fair and is never worth less than the greedy one."""

from collections import Counter

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.engine.fairplan import Problem, Stop, plan, value


@st.composite
def problems(draw) -> Problem:
    people, booths = draw(st.integers(1, 12)), draw(st.integers(1, 6))
    slots = draw(st.integers(1, 6))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    worth = rng.random((people, booths)).round(3)
    worth[rng.random((people, booths)) < draw(st.sampled_from([0.0, 0.3, 0.9]))] = np.nan
    wanted = rng.integers(0, 5, people)
    seats = rng.integers(1, 3, booths)
    first_slot = draw(st.integers(0, slots - 1))
    fixed = _fixed(rng, people, booths, slots, seats) if draw(st.booleans()) else ()
    return Problem(worth, wanted, seats, slots, first_slot, fixed)


def _fixed(rng, people, booths, slots, seats) -> tuple[Stop, ...]:
    """Return a few stops that do not contradict one another."""
    stops: list[Stop] = []
    for _ in range(rng.integers(0, 6)):
        stop = Stop(*(int(rng.integers(0, limit)) for limit in (people, booths, slots)))
        clash = any(
            (one.person == stop.person and stop.slot == one.slot)
            or (one.person == stop.person and stop.booth == one.booth)
            for one in stops
        )
        full = sum((one.booth, one.slot) == (stop.booth, stop.slot) for one in stops)
        if not clash and full < seats[stop.booth]:
            stops.append(stop)
    return tuple(stops)


def greedy(problem: Problem) -> list[Stop]:
    """Return the naive plan: best pairs first, each in its first free slot."""
    stops = list(problem.fixed)
    pairs = np.argwhere(~np.isnan(problem.worth)).tolist()
    for person, booth in sorted(pairs, key=lambda pair: -problem.worth[pair[0], pair[1]]):
        own = [stop for stop in stops if stop.person == person]
        if len(own) >= problem.wanted[person] or any(stop.booth == booth for stop in own):
            continue
        busy = {stop.slot for stop in own}
        taken = Counter(stop.slot for stop in stops if stop.booth == booth)
        free = (
            slot
            for slot in range(problem.first_slot, problem.slots)
            if slot not in busy and taken[slot] < problem.seats[booth]
        )
        slot = next(free, None)
        if slot is not None:
            stops.append(Stop(person, booth, slot))
    return stops


# Drawing a fair is slow where the machine is busy; that is no fault of the plan.
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_every_limit_is_kept(problem):
    stops = plan(problem)

    new = [stop for stop in stops if stop not in problem.fixed]
    assert set(problem.fixed) <= set(stops)  # pins and the past stay
    assert len(stops) == len(set(stops))
    assert max(Counter((s.person, s.slot) for s in stops).values(), default=0) <= 1
    assert max(Counter((s.person, s.booth) for s in stops).values(), default=0) <= 1
    for (booth, _slot), count in Counter((s.booth, s.slot) for s in stops).items():
        assert count <= problem.seats[booth]
    pinned = Counter(stop.person for stop in problem.fixed)
    for person, count in Counter(stop.person for stop in stops).items():
        assert count <= max(problem.wanted[person], pinned[person])
    assert all(stop.slot >= problem.first_slot for stop in new)  # the past is not planned
    assert not any(np.isnan(problem.worth[stop.person, stop.booth]) for stop in new)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_a_plan_serves_no_fewer_people_than_greedy(problem):
    served = {stop.person for stop in plan(problem)}
    naive = {stop.person for stop in greedy(problem)}

    assert len(served) >= len(naive)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_without_pins_a_plan_is_worth_no_less_than_greedy(problem):
    free = Problem(problem.worth, problem.wanted, problem.seats, problem.slots)

    assert value(free, plan(free)) >= value(free, greedy(free)) - 1e-9


def test_each_person_gets_one_stop_before_another_gets_three():
    worth = np.array([[0.9, 0.9, 0.9], [0.1, np.nan, np.nan], [np.nan, 0.1, np.nan]])
    problem = Problem(worth, np.array([3, 3, 3]), np.array([1, 1, 1]), slots=1)

    assert {stop.person for stop in plan(problem)} == {0, 1, 2}


def test_a_fair_without_people_or_booths_is_an_empty_plan():
    nobody = Problem(np.empty((0, 2)), np.empty(0, dtype=int), np.array([1, 1]), slots=3)
    nothing = Problem(np.full((2, 1), np.nan), np.array([2, 2]), np.array([1]), slots=3)

    assert plan(nobody) == []
    assert plan(nothing) == []


def test_the_order_of_people_does_not_change_what_a_plan_is_worth():
    rng = np.random.default_rng(7)
    worth = rng.random((20, 5))
    problem = Problem(worth, np.full(20, 2), np.ones(5, dtype=int), slots=6)
    order = rng.permutation(20)
    shuffled = Problem(worth[order], np.full(20, 2), np.ones(5, dtype=int), slots=6)

    assert abs(value(problem, plan(problem)) - value(shuffled, plan(shuffled))) < 1e-6
