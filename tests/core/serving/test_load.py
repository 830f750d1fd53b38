"""The load test counts from the schedule, so a server that stalls pays for those who wait."""

import threading
import time

from benchmarks.load.client import Stage, run_stage
from benchmarks.load.mix import Ask
from benchmarks.load.server import Server
from core.serving.connections import make_server
from tests.support.serving import running

STALL = 1.0
PAGE = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


class Pages:
    """A mix of one page."""

    def draw(self) -> Ask:
        return Ask("page", PAGE)


class Stalls:
    """An application that answers one request at a time and stalls at the first."""

    def __init__(self) -> None:
        self._lock, self._first = threading.Lock(), True

    def __call__(self, _environ, start_response):
        with self._lock:
            if self._first:
                self._first = False
                time.sleep(STALL)
            start_response("200 OK", [("Content-Length", "2")])
            return [b"ok"]


def measured(monkeypatch) -> Stage:
    monkeypatch.setattr(Server, "cpu_seconds", lambda _self: 0.0)
    monkeypatch.setattr(Server, "memory", lambda _self: 0)
    with running(make_server(Stalls(), host="127.0.0.1", port=0)) as address:
        server = Server("test", address, 0, [], [])
        return run_stage(server, Pages(), rate=20, seconds=1)  # type: ignore[arg-type]


def test_requests_behind_a_stall_count_from_their_schedule(monkeypatch):
    stage = measured(monkeypatch)

    assert stage.statuses == {200: 20}
    # A closed loop would have sent one request into the stall and reported the others as quick.
    assert sum(one > STALL * 1000 / 4 for one in stage.latencies["page"]) > 10
    assert stage.percentile(1.0) >= STALL * 1000


def test_what_is_not_answered_is_an_error():
    stage = Stage(rate=1)
    stage.statuses.update([200, 302, 409, 503, 500, 0, -1])

    assert (stage.sent, stage.errors, stage.refused) == (7, 3, 1)
    assert stage.is_saturated
