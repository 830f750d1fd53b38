"""Serve the application with one command: migrations, scheduled tasks and web server."""

import errno
import os
import signal
from collections.abc import Callable

from flask import Flask

from core import warming
from core.application import bring_up_to_date
from core.config import Settings
from core.scheduling.watcher import EXTENSION, Watcher
from core.serving.connections import Server, make_server
from core.starting.errors import StartError


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
    server = _listen(app, settings)  # first: a second start must not migrate under a running server
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
    warming.of(app).start()
    try:
        server.run()
    finally:
        if settings.scheduler:
            watcher.stop()


def _listen(app: Flask, settings: Settings) -> Server:
    """Return the server, bound to its address. Raises StartError where that cannot be had."""
    try:
        return make_server(app, host=settings.host, port=settings.port)
    except (OSError, ValueError) as error:
        raise _refusal_of(error, settings) from error


def _refusal_of(error: Exception, settings: Settings) -> StartError:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return StartError(
            f"端口 {settings.port} 已经被占用，可能本系统已经开着。"
            "请关掉那一个，或者换一个 PORT 再启动。"
        )
    if number in (errno.EACCES, errno.EPERM):
        return StartError(f"端口 {settings.port} 不让用，请把 PORT 换成 1024 以上的，再启动。")
    return StartError(
        f"在 {settings.host}:{settings.port} 上开不了服务，请检查 HOST 是不是本机的地址，再启动。"
    )


def _leave(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def _watcher(settings: Settings) -> Watcher:
    """Return the watcher of the scheduler, a child process that ends with this one."""
    command = ["-m", "flask", "--app", "app", "scheduler", "run", "--parent", str(os.getpid())]
    return Watcher(command, settings.instance / "scheduler.beat")
