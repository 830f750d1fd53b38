"""Connections that one client holds open, with the control of the server as it comes."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from waitress.server import create_server

from core.serving import connections
from core.serving.connections import make_server
from tests.support.serving import running

HALF = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx"
PATIENCE = 10.0


def answer(_environ, start_response):
    """The smallest application."""
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


@contextmanager
def client_of(server) -> Iterator[socket.socket]:
    """Serve in a thread and yield one client's connection."""
    with running(server) as address, socket.create_connection(address, PATIENCE) as client:
        yield client


def opened(address, sent: bytes, count: int, stack: ExitStack) -> list[socket.socket]:
    """Open connections that send a beginning and then wait."""
    made = []
    for _ in range(count):
        made.append(stack.enter_context(socket.create_connection(address, timeout=PATIENCE)))
        made[-1].sendall(sent)
    return made


def answers(address, *, within: float = PATIENCE) -> bool:
    """Return whether a new client gets its page in time."""
    with socket.create_connection(address, timeout=within) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        try:
            return client.recv(100).startswith(b"HTTP/1.1 200")
        except TimeoutError:
            return False


def ends_after_dripping(address, *, seconds: float) -> bool:
    """Return whether the server ends a request that arrives a byte at a time."""
    end = time.monotonic() + seconds
    with socket.create_connection(address, timeout=0.05) as client:
        client.sendall(HALF)
        while time.monotonic() < end:
            try:
                client.sendall(b"x")
                if client.recv(1) == b"":
                    return True
            except TimeoutError:
                continue
            except OSError:
                return True
    return False


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost", HALF])
def test_two_hundred_half_open_connections_of_one_client_stop_nobody(sent):
    with running(make_server(answer, host="127.0.0.1", port=0)) as address, ExitStack() as stack:
        opened(address, sent, 200, stack)

        assert answers(address)


def test_as_it_comes_waitress_stops_at_a_hundred():
    """The control: the limit is reached and no new client is accepted."""
    with running(create_server(answer, host="127.0.0.1", port=0)) as address, ExitStack() as stack:
        opened(address, HALF, 200, stack)

        assert not answers(address, within=2)


def test_at_the_limit_a_connection_of_the_greediest_gives_way(monkeypatch):
    monkeypatch.setattr(connections.Server, "most_connections", 20)
    with running(make_server(answer, host="127.0.0.1", port=0)) as address, ExitStack() as stack:
        other = stack.enter_context(
            socket.create_connection(address, PATIENCE, source_address=("127.0.0.2", 0))
        )
        other.sendall(HALF)
        greedy = opened(address, HALF, 40, stack)

        assert answers(address)
        other.settimeout(0.5)
        with pytest.raises(TimeoutError):  # still open: its owner holds one only
            other.recv(1)
        assert greedy[0].recv(1) == b""


def test_a_body_that_drips_is_ended(monkeypatch):
    monkeypatch.setattr(connections.Server, "arrives_within", 1.0)
    with running(make_server(answer, host="127.0.0.1", port=0)) as address:
        assert ends_after_dripping(address, seconds=PATIENCE)


def test_as_it_comes_waitress_waits_for_a_dripping_body():
    """The control: each byte begins the time of silence anew."""
    plain = create_server(answer, host="127.0.0.1", port=0, channel_timeout=1, cleanup_interval=1)
    with running(plain) as address:
        assert not ends_after_dripping(address, seconds=5)


def test_a_slow_but_steady_upload_arrives(monkeypatch):
    monkeypatch.setattr(connections.Server, "arrives_within", 0.0)
    monkeypatch.setattr(connections, "SLOWEST", 100)
    size = 1000
    head = f"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {size}\r\n\r\n"
    with client_of(make_server(answer, host="127.0.0.1", port=0)) as client:
        client.sendall(head.encode())
        for _ in range(10):
            client.sendall(b"x" * (size // 10))
            time.sleep(0.3)
        assert client.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"X: " + b"x" * connections.MOST_HEAD + b"\r\n", b"431"),
        (b"Content-Length: %d\r\n" % (connections.MOST_BODY + 1), b"413"),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_stored(head, status):
    with client_of(make_server(answer, host="127.0.0.1", port=0)) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n")
        assert client.recv(100).split()[1] == status
