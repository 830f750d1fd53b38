"""Serving an application, or a server already made, on a free local port."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from core.serving.connections import make_server

Address = tuple[str, int]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@contextmanager
def running(server: Any) -> Iterator[Address]:
    """Serve in a thread and yield the address."""
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield ("127.0.0.1", int(server.effective_port))
    finally:
        # Closed by the loop itself: another thread would close a socket it is polling.
        server.trigger.pull_trigger(lambda: server.asyncore.close_all(server._map))
        thread.join(timeout=5)
        server.task_dispatcher.shutdown(timeout=1)


@contextmanager
def served(app: Any) -> Iterator[Address]:
    """Serve an application as `python app.py` does and yield the address."""
    with running(make_server(app, host="127.0.0.1", port=0)) as address:
        yield address


def ask(
    address: Address,
    path: str,
    form: dict[str, str] | None = None,
    *,
    cookie: str = "",
    within: float = 60,
) -> tuple[int, dict[str, str], str]:
    """Return status, headers and text of one answer. Raises TimeoutError where none comes."""
    client = http.client.HTTPConnection(*address, timeout=within)
    headers = {"Cookie": cookie} if cookie else {}
    try:
        if form is None:
            client.request("GET", path, headers=headers)
        else:
            client.request("POST", path, urlencode(form), headers | FORM)
        answer = client.getresponse()
        return answer.status, dict(answer.headers), answer.read().decode()
    finally:
        client.close()
