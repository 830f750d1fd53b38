"""Serve the application with one command: migrations, scheduled tasks and web server."""

import os
import subprocess
import sys
from collections.abc import Callable

from flask import Flask

from core.application import bring_up_to_date
from core.config import ROOT, Settings
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
    scheduler = _start_scheduler() if settings.scheduler else None
    try:
        make_server(app, host=settings.host, port=settings.port).run()
    finally:
        if scheduler is not None:
            scheduler.terminate()
            scheduler.wait(timeout=10)


def _start_scheduler() -> subprocess.Popen[bytes]:
    """Start the scheduler in a child process, which ends with this one."""
    command = ["-m", "flask", "--app", "app", "scheduler", "run", "--parent", str(os.getpid())]
    return subprocess.Popen([sys.executable, *command], cwd=ROOT)  # noqa: S603 - our own command
