"""Processes that write without a pause and are killed: `python -m tests.core.writers`.

Arguments: instance folder, database address ("" for SQLite), the way to write, how many to kill.
Prints the acknowledged numbers as a JSON list.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from flask import Flask

from core import audit, clock
from core.db import transaction
from core.throttle import Throttle
from tests.support.databases import create_app, settings_for

PER_WRITER = 10_000  # numbers are writer × this + a count
A_MOMENT = 0.002  # between the halves, so that many kills happen there


def half(number: int, name: str) -> Throttle:
    """Return one of the two rows that belong together."""
    return Throttle(bucket=f"{number}-{name}", used=number, resets_at=clock.now())


def whole(number: int) -> None:
    """Write both halves and the event in one transaction, as every operation does."""
    with transaction() as session:
        session.add(half(number, "a"))
        session.flush()
        time.sleep(A_MOMENT)
        session.add(half(number, "b"))
        audit.record("crash.write", "throttle", number)


def torn(number: int) -> None:
    """Write the halves in two transactions: the error to avoid, for the control."""
    begun = time.monotonic()
    with transaction(audited=False) as session:
        session.add(half(number, "a"))
    time.sleep(max(10 * A_MOMENT, 4 * (time.monotonic() - begun)))  # most of the time, on any disk
    with transaction(audited=False) as session:
        session.add(half(number, "b"))


WAYS: dict[str, Callable[[int], None]] = {"whole": whole, "torn": torn}


def write(app: Flask, writer: int, way: str, pipe: int) -> None:
    """Write until killed; a number is printed only after its commit."""
    with app.app_context():
        for number in count(writer * PER_WRITER):
            WAYS[way](number)
            os.write(pipe, f"{number}\n".encode())


def kill_one(app: Flask, writer: int, way: str, luck: random.Random) -> list[int]:
    """Start a writer, kill it during a write, and return the numbers it acknowledged.

    The moment is random within the two numbers after its first two, measured by its own pace.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        write(app, writer, way, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stated:
        first = stated.readline()
        begun = time.monotonic()
        second = stated.readline()
        time.sleep(luck.uniform(0, 2 * (time.monotonic() - begun)))
        os.kill(pid, signal.SIGKILL)
        rest = stated.read()
    os.waitpid(pid, 0)
    return [int(line) for line in (first + second + rest).split()]


def main() -> None:
    """Kill a number of writers, one after the other."""
    way, kills = sys.argv[3], int(sys.argv[4])
    luck = random.Random(20)
    app = create_app(settings_for(Path(sys.argv[1]), sys.argv[2]))  # no connection to inherit yet
    acknowledged = [
        number for writer in range(kills) for number in kill_one(app, writer, way, luck)
    ]
    sys.stdout.write(json.dumps(acknowledged))


if __name__ == "__main__":
    main()
