"""Processes that run scheduled work and are killed: `python -m tests.crash.schedulers`.

Arguments: instance folder, database address ("" for SQLite), "claimed" or "unclaimed", seconds.
Its job writes one row a slot; the slot's number is what is counted.
"""

import multiprocessing
import os
import random
import signal
import sys
import time
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


def main(folder: str, url: str, way: str, seconds: str) -> None:
    """Keep three of them going, killing whoever leads now and then."""
    fork = multiprocessing.get_context("spawn")
    app = create_app(settings_for(Path(folder), url))
    workers = [start(fork, folder, url, way) for _ in range(PROCESSES)]
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        time.sleep(2.5)
        with app.app_context():
            row = leader.current()
            pid = int(row.holder.rsplit("-", 2)[1]) if row else 0
            db.session.remove()
        for number, worker in enumerate(workers):
            if worker.pid == pid and way == "claimed":
                os.kill(pid, signal.SIGKILL)
                worker.join()
                workers[number] = start(fork, folder, url, way)
    for worker in workers:
        worker.kill()
        worker.join()
    with app.app_context():
        counts = dict(db.session.execute(select(Throttle.bucket, Throttle.used)).all())
        sys.stdout.write(f"{sum(counts.values())} {len(counts)}\n")


def start(fork: Any, *arguments: str) -> Any:
    """Start one of them."""
    worker = fork.Process(target=run, args=arguments)
    worker.start()
    return worker


if __name__ == "__main__":
    main(*sys.argv[1:])
