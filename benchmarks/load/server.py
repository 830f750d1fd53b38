"""One server under test: a checkout served by `python app.py` over a demo county of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

STARTS_WITHIN = 300.0  # seconds
SESSIONS = Path(__file__).with_name("sessions.py")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A running server, its process, and what its clients need."""

    name: str
    address: tuple[str, int]
    pid: int
    cookies: list[str]
    vacancies: list[int]
    ready_after: float = 0.0
    first: dict[str, float] = field(default_factory=dict)  # milliseconds of the first requests

    def cpu_seconds(self) -> float:
        """Return the CPU time the process has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> int:
        """Return the resident memory in MB."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        [size] = [line.split()[1] for line in lines if line.startswith("VmRSS")]
        return int(size) // 1024

    def get(self, path: str, cookie: str = "") -> tuple[int, bytes, http.client.HTTPMessage]:
        """Return status, body and headers of one page."""
        client = http.client.HTTPConnection(*self.address, timeout=60)
        try:
            client.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            answer = client.getresponse()
            return answer.status, answer.read(), answer.headers
        finally:
            client.close()


@contextmanager
def served(name: str, checkout: Path, folder: Path, *, people: int) -> Iterator[Server]:
    """Serve a checkout over a new demo county in a folder, until the end of the block."""
    port = _free_port()
    environment = os.environ | {
        "RONGYE_INSTANCE": str(folder),
        "PORT": str(port),
        "RONGYE_SCHEDULER": "0",
        "DATABASE_URL": "",
    }
    prepared = [sys.executable, str(SESSIONS), str(people)]
    done = subprocess.run(
        prepared, cwd=checkout, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    facts = json.loads(done.stdout.splitlines()[-1])
    begun = time.monotonic()
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=checkout, env=environment, stdout=log, stderr=log
        )
    try:
        server = Server(name, ("127.0.0.1", port), process.pid, **facts)
        _wait(server, process)
        server.ready_after = time.monotonic() - begun
        _note_first(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait(server: Server, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"{server.name} ended with {process.returncode}: see server.log")
        try:
            if server.get("/health/ready")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"{server.name} did not become ready")


def _note_first(server: Server) -> None:
    """Note how long the first list, search and page take after the start."""
    for path, cookie in (
        ("/matches", server.cookies[0]),
        ("/open-vacancies?q=%E5%8F%B8", ""),
        ("/", ""),
    ):
        begun = time.perf_counter()
        server.get(path, cookie)
        server.first[path.partition("?")[0]] = (time.perf_counter() - begun) * 1000


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
