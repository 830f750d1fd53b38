"""A PostgreSQL cluster of the tests' own, on a free port in a temporary folder."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALL = "没有找到 PostgreSQL。安装：apt-get install -y postgresql"


def binary(name: str) -> Path | None:
    """Return the newest installed PostgreSQL program of that name."""
    candidates = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name)
    if candidates:
        return candidates[0]
    return Path(found) if found else None


def is_installed() -> bool:
    """Tell whether a cluster can be made here."""
    return binary("initdb") is not None and binary("pg_ctl") is not None


def _owner() -> str | None:
    """Return the user to run as: initdb refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(owner: str | None, *command: str) -> None:
    subprocess.run(command, check=True, user=owner, cwd="/", stdout=subprocess.DEVNULL, timeout=120)


def free_port() -> int:
    """Return a TCP port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster() -> Iterator[str]:
    """Yield the address of a running throw-away cluster (without a database name)."""
    owner = _owner()
    home = Path(tempfile.mkdtemp(prefix="rongye-pg-"))
    if owner:
        shutil.chown(home, owner)
    data, port = home / "data", free_port()
    _run(
        owner,
        str(binary("initdb")),
        "-D",
        str(data),
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    )
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} "
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100"
    )
    control = str(binary("pg_ctl"))
    _run(owner, control, "-D", str(data), "-o", options, "-l", str(home / "log"), "-w", "start")
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}"
    finally:
        _run(owner, control, "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(home, ignore_errors=True)
