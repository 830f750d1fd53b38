"""Processes that run scheduled work and are killed: `python -m tests.crash.schedulers`.

Arguments: instance folder, database address ("" for SQLite), "claimed" or "unclaimed".
Its job writes one row a slot; the slot's number is what is counted.
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

EVERY = timedelta(seconds=1)
LIFE = timedelta(seconds=1.5)
PROCESSES = 3
KILLS = 4
LIMIT = 300.0  # seconds


def effect() -> str:
    """Note this slot once: work is safe to run twice, so a repeat only raises its count."""
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
    """Run scheduled work in this process until it is killed."""
    app = create_app(settings_for(Path(folder), url))
    app.extensions[EXTENSION] = scheduling(ScheduledTask("count", "数", effect, every=EVERY))
    if way == "unclaimed":
        runner.claim = lambda _name, _slot, _holder: 1  # type: ignore[assignment]
        leader.leads = lambda _holder: True  # type: ignore[assignment]
    service.serve(app, tick_seconds=0.2, life=LIFE)


def main(folder: str, url: str, way: str) -> None:
    """Keep three of them going until there is enough to judge by.

    That is, with the claim, that each of several killed leaders has been followed by one who
    works; without it, that slots were run several times.
    """
    app = create_app(settings_for(Path(folder), url))
    workers = [start(folder, url, way) for _ in range(PROCESSES)]
    try:
        with app.app_context():
            if way == "claimed":
                kill_leaders(workers, lambda: start(folder, url, way))
            else:
                until(lambda: counted()[1] > 2 and counted()[0] > 2 * counted()[1])
    finally:
        for worker in workers:
            worker.kill()
            worker.join()
    with app.app_context():
        sys.stdout.write("{} {}\n".format(*counted()))


def kill_leaders(workers: list[Any], another: Callable[[], Any]) -> None:
    """Kill whoever leads, at any moment of a slot, each time work has gone on since the last."""
    for _ in range(KILLS):
        wait_for_work()
        time.sleep(random.uniform(0, EVERY.total_seconds()))
        until(lambda: leading(workers) is not None)
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
    """Return how often the work was done, and for how many slots."""
    used = db.session.scalars(select(Throttle.used)).all()
    db.session.remove()
    return sum(used), len(used)


def wait_for_work() -> None:
    """Wait for a slot that has not been done yet."""
    _times, before = counted()
    until(lambda: counted()[1] > before)


def until(has_come: Callable[[], bool]) -> None:
    """Wait for what must come; the limit is for what never does."""
    end = time.monotonic() + LIMIT
    while not has_come():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)


def start(folder: str, url: str, way: str) -> Any:
    """Start one of them."""
    spawn = multiprocessing.get_context("spawn")
    worker = spawn.Process(target=run, args=(folder, url, way))
    worker.start()
    return worker


if __name__ == "__main__":
    main(*sys.argv[1:])
