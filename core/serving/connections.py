"""The web server: waitress, with limits no single client can exhaust.

waitress by itself closes a connection that is silent, but one byte now and then keeps it open for
ever, and at its limit it stops accepting. Here a request must arrive within a time that grows with
what has arrived, and at the limit a waiting connection of the client that holds most gives way.
"""

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

THREADS = 12
MOST_CONNECTIONS = 800  # a process may usually open 1,024 files; the database needs some too
MOST_WAITING = 1024  # connections the system accepts before the server does
SILENCE = 20  # seconds without a byte until a connection without a request is closed
ARRIVES_WITHIN = 20.0  # seconds for a whole request, head and body, plus what SLOWEST grants
SLOWEST = 8 * 1024  # bytes a second; a photograph of 5 MB over a bad line takes ten minutes
MOST_HEAD = 32 * 1024  # bytes of all headers and the address together
MOST_BODY = 16 * 1024 * 1024  # above the application's own limit, whose page is in Chinese
LOOKS_EVERY = 2  # seconds between two searches for late connections


class Channel(HTTPChannel):
    """A connection that remembers when its present request began and how much has arrived."""

    begun_at: float | None = None
    arrived = 0

    def received(self, data: bytes) -> bool:
        """Take in some bytes of a request."""
        if self.begun_at is None:
            self.begun_at, self.arrived = time.time(), 0
        self.arrived += len(data)
        took = bool(super().received(data))
        if self.request is None:
            self.begun_at = None
        return took

    @property
    def is_waiting(self) -> bool:
        """Whether nothing is being answered: the connection waits for the client."""
        return not self.requests and not self.total_outbufs_len

    def is_late(self, now: float) -> bool:
        """Return whether the rest of a request should have arrived by now."""
        if self.begun_at is None or self.requests:
            return False
        allowed: float = self.server.arrives_within + self.arrived / SLOWEST
        return now - self.begun_at > allowed


class Server(TcpWSGIServer):
    """A listening address whose connections are limited in number, time and share."""

    channel_class = Channel
    arrives_within = ARRIVES_WITHIN
    most_connections = MOST_CONNECTIONS

    def handle_accept(self) -> None:
        """Accept a connection; at the limit another one gives way."""
        super().handle_accept()
        if len(self.active_channels) > self.most_connections:
            self._close_one()

    def maintenance(self, now: float) -> None:
        """Close connections that are silent and requests that arrive too slowly."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.is_late(now):
                channel.will_close = True

    def _close_one(self) -> None:
        """Close the oldest waiting connection of the address that has most of them.

        One with half a request goes before one that is idle between two requests.
        """
        waiting = [one for one in self.active_channels.values() if one.is_waiting]
        waiting = [one for one in waiting if not one.will_close]
        if not waiting:
            return
        [(most, _count)] = Counter(one.addr[0] for one in waiting).most_common(1)
        theirs = [one for one in waiting if one.addr[0] == most]
        min(theirs, key=lambda one: (one.request is None, one.creation_time)).will_close = True


def make_server(app: Callable[..., Any], *, host: str, port: int) -> Server:
    """Return the server, listening on every address of the host; `run()` serves until stopped."""
    settings = Adjustments(
        host=host,
        port=port,
        threads=THREADS,
        ident="rongye",
        connection_limit=MOST_CONNECTIONS + 100,  # never reached: connections give way before
        backlog=MOST_WAITING,
        channel_timeout=SILENCE,
        cleanup_interval=LOOKS_EVERY,
        max_request_header_size=MOST_HEAD,
        max_request_body_size=MOST_BODY,
        asyncore_use_poll=True,  # select() fails from the 1,024th open file on
        log_socket_errors=False,  # a client that goes away is no event
    )
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(settings.threads)
    sockets: dict[int, Any] = {}  # shared, so that one loop serves them all
    servers = [
        Server(app, sockets, dispatcher=dispatcher, adj=settings, sockinfo=address)
        for address in settings.listen
    ]
    return servers[0]
