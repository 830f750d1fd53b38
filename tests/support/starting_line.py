"""Many threads that do one thing in the same moment, once or round after round."""

import threading
from collections.abc import Callable

from flask import Flask

from core.db import db

THREADS = 8
ROUNDS = 25


def together(
    app: Flask, action: Callable[[int], None], *, threads: int = THREADS
) -> list[BaseException]:
    """Run `action(n)` in many threads that start at once; return what they raised."""
    return rounds(app, lambda number, _round: action(number), threads=threads, of=1)


def rounds(
    app: Flask, action: Callable[[int, int], None], *, threads: int = THREADS, of: int = ROUNDS
) -> list[BaseException]:
    """Run `action(n, round)` in many threads that wait for each other before every round."""
    gate = threading.Barrier(threads)
    errors: list[BaseException] = []

    def one(number: int) -> None:
        with app.app_context():
            for each in range(of):
                gate.wait(timeout=600)
                try:
                    action(number, each)
                except Exception as error:
                    errors.append(error)
                finally:
                    db.session.remove()

    workers = [threading.Thread(target=one, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return errors
