"""Processes that run scheduled tasks and are killed: `python -m tests.core.scheduling.schedulers`.

Arguments: instance folder, database address ("" for SQLite), "claimed" or "unclaimed".
Its task writes one row for each slot; the rows are counted.
"""

import multiprocessing
import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core import clock
from core.db import db, transaction
from core.features import EXTENSION
from core.scheduling import leader, runner, service
from core.scheduling.registry import ScheduledTask
from core.throttle import Throttle
from tests.support.databases import create_app, settings_for
from tests.support.features import scheduling
from tests.support.waiting import until

EVERY = timedelta(seconds=1)
LIFE = timedelta(seconds=1.5)
PROCESSES = 3
KILLS = 4
LIMIT = 700.0  # seconds; ends a hang


def effect() -> str:
    """Record this slot: a task is safe to run twice, so a repeat only raises the count."""
    slot = int(clock.now().timestamp())
    with transaction(audited=False) as session:
        row = session.get(Throttle, f"slot-{slot}")
        if row is None:
            session.add(Throttle(bucket=f"slot-{slot}", used=1, resets_at=clock.now()))
        else:
            row.used += 1
    time.sleep(random.uniform(0, 0.05))
    return "1 个"


def run(folder: str, url: str, way: str) -> None:
    """Run scheduled tasks in this process until it is killed."""
    app = create_app(settings_for(Path(folder), url))
    app.extensions[EXTENSION] = scheduling(ScheduledTask("count", "数", effect, every=EVERY))
    if way == "unclaimed":
        runner.claim = lambda _name, _slot, _holder: 1  # type: ignore[assignment]
        leader.leads = lambda _holder: True  # type: ignore[assignment]
    service.serve(app, tick_seconds=0.2, life=LIFE)


def main(folder: str, url: str, way: str) -> None:
    """Keep three processes running until there are enough runs.

    With the claim: until each of several killed leaders has been followed by another that works;
    without it: until slots were run several times.
    """
    app = create_app(settings_for(Path(folder), url))
    workers = [start(folder, url, way) for _ in range(PROCESSES)]
    try:
        with app.app_context():
            if way == "claimed":
                kill_leaders(workers, lambda: start(folder, url, way))
            else:
                until(lambda: counted()[1] > 2 and counted()[0] > 2 * counted()[1], seconds=LIMIT)
    finally:
        for worker in workers:
            worker.kill()
            worker.join()
    with app.app_context():
        sys.stdout.write("{} {}\n".format(*counted()))


def kill_leaders(workers: list[Any], another: Callable[[], Any]) -> None:
    """Kill the leader at a random moment of a slot, each time after another slot was run."""
    for _ in range(KILLS):
        wait_for_work()
        time.sleep(random.uniform(0, EVERY.total_seconds()))
        until(lambda: leading(workers) is not None, seconds=LIMIT)
        number = leading(workers)
        if number is not None:
            workers[number].kill()
            workers[number].join()
            workers[number] = another()
    wait_for_work()


def leading(workers: list[Any]) -> int | None:
    """Return which of the processes holds the lease."""
    row = leader.current()
    pid = int(row.holder.rsplit("-", 2)[1]) if row else 0
    db.session.remove()
    return next((number for number, one in enumerate(workers) if one.pid == pid), None)


def counted() -> tuple[int, int]:
    """Return how often the task was run, and for how many slots."""
    used = db.session.scalars(select(Throttle.used)).all()
    db.session.remove()
    return sum(used), len(used)


def wait_for_work() -> None:
    """Wait for a slot that has not been run yet."""
    _times, before = counted()
    until(lambda: counted()[1] > before, seconds=LIMIT)


def start(folder: str, url: str, way: str) -> Any:
    """Start one scheduler process, from one that has loaded the code and no more."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["tests.support.databases"])
    worker = server.Process(target=run, args=(folder, url, way))
    worker.start()
    return worker


if __name__ == "__main__":
    main(*sys.argv[1:])
