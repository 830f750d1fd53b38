"""The scheduler process: one thread renews the lease, another runs the tasks."""

import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from core.logs import log
from core.scheduling import leader, runner

LONGEST_TICK = 3600.0  # seconds; a task that takes longer hangs, and so does its process


def serve(
    app: Flask,
    *,
    tick_seconds: float = 10,
    life: timedelta = leader.LIFE,
    parent: int | None = None,
    beat: Path | None = None,
) -> None:
    """Run scheduled tasks until a signal arrives or the parent process has ended.

    The time of the file `beat` changes every few seconds, unless a task runs for too long.
    """
    holder = leader.new_holder()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    clockwork = BackgroundScheduler(timezone="UTC")
    pace = min(tick_seconds, life.total_seconds() / 3)
    begun: list[float] = []  # when the tick that runs now began

    def keep_lease() -> None:
        with app.app_context():
            _safely(lambda: leader.take(holder, life=life), "lease")

    def tick() -> None:
        begun.append(time.monotonic())
        with app.app_context():
            _safely(lambda: runner.run_due(holder), "tick")
        begun.clear()
        if parent is not None and os.getppid() != parent:
            stop.set()

    def show_life() -> None:
        if beat is not None and all(time.monotonic() - one < LONGEST_TICK for one in begun):
            _safely(beat.touch, "heartbeat")

    show_life()
    keep_lease()
    options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    clockwork.add_job(keep_lease, "interval", seconds=pace, **options)
    clockwork.add_job(tick, "interval", seconds=tick_seconds, **options)
    clockwork.add_job(show_life, "interval", seconds=pace, **options)
    clockwork.start()
    tick()
    stop.wait()
    clockwork.shutdown(wait=True)
    with app.app_context():
        _safely(lambda: leader.give_up(holder), "give up")


def _safely(action: Callable[[], object], what: str) -> None:
    """Run one step; a database that is briefly unreachable must not end the process.

    The session of a step ends with its application context.
    """
    try:
        action()
    except Exception as error:
        log.error("scheduler step failed", task=what, error=type(error).__name__)
