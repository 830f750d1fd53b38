"""Serve the application with one command: migrations, scheduled tasks and web server."""

import os
import signal
from collections.abc import Callable

from flask import Flask

from core.application import bring_up_to_date
from core.config import Settings
from core.scheduling.watcher import EXTENSION, Watcher
from core.serving.connections import make_server


def serve(
    app: Flask,
    *,
    before: Callable[[], None] | None = None,
    greeting: Callable[[], str] | None = None,
) -> None:
    """Migrate the database and serve on HOST:PORT until a signal arrives.

    `before` runs once the database is ready; what `greeting` returns is printed below the address.
    """
    settings: Settings = app.extensions["settings"]
    with app.app_context():
        bring_up_to_date()
        if before is not None:
            before()
    print(f"戎业已启动：http://{settings.host}:{settings.port}")  # noqa: T201
    if greeting is not None:
        print(greeting())  # noqa: T201
    print("按 Ctrl+C 停止。", flush=True)  # noqa: T201
    signal.signal(signal.SIGTERM, _leave)
    watcher = _watcher(settings)
    if settings.scheduler:
        app.extensions[EXTENSION] = watcher
        watcher.start()
    try:
        make_server(app, host=settings.host, port=settings.port).run()
    finally:
        if settings.scheduler:
            watcher.stop()


def _leave(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def _watcher(settings: Settings) -> Watcher:
    """Return the watcher of the scheduler, a child process that ends with this one."""
    command = ["-m", "flask", "--app", "app", "scheduler", "run", "--parent", str(os.getpid())]
    return Watcher(command, settings.instance / "scheduler.beat")
