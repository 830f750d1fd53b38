"""Warming: what the first requests would wait for is read in before the server is ready.

Until then requests are answered too, only slower; `/health/ready` answers "warming".
"""

import threading
from collections.abc import Callable

from flask import Flask

from core.db import db
from core.features import installed
from core.logs import log

EXTENSION = "warming"


class Warming:
    """The warming of one process; it runs once, and again after a failure."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.is_done = False

    def start(self) -> None:
        """Begin in another thread, unless that has been done."""
        with self._lock:
            if self.is_done or (self._thread is not None and self._thread.is_alive()):
                return
            self._thread = threading.Thread(target=self._run, name="warming", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        try:
            with self._app.app_context():
                warm_templates(self._app)
                for feature in installed().features:
                    _warm(feature.warm)
            self.is_done = True
        except Exception as error:  # the database may be down; /health/ready asks again
            log.error("warming failed", error=type(error).__name__)


def _warm(action: Callable[[], object] | None) -> None:
    if action is not None:
        action()
        db.session.remove()


def warm_templates(app: Flask) -> None:
    """Compile every template; the first page of each kind would take that time."""
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)


def install(app: Flask) -> None:
    """Keep the warming of this process with the application."""
    app.extensions[EXTENSION] = Warming(app)


def of(app: Flask) -> Warming:
    """Return the warming of an application."""
    kept: Warming = app.extensions[EXTENSION]
    return kept
