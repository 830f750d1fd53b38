"""A temporary PostgreSQL cluster for the tests, on a free port."""

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

import psycopg

PATIENCE = 600  # seconds; a busy machine is slow to start one
INSTALL = "没有找到 PostgreSQL。安装：apt-get install -y postgresql"


def binary(name: str) -> Path | None:
    """Return the newest installed PostgreSQL program of that name."""
    candidates = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name)
    if candidates:
        return candidates[0]
    return Path(found) if found else None


def is_installed() -> bool:
    """Return whether a cluster can be created on this machine."""
    return binary("initdb") is not None and binary("pg_ctl") is not None


def _owner() -> str | None:
    """Return the user to run as, because initdb refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(owner: str | None, *command: str) -> None:
    subprocess.run(
        command, check=True, user=owner, cwd="/", stdout=subprocess.DEVNULL, timeout=PATIENCE
    )


def free_port() -> int:
    """Return a free TCP port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, *, connections: int = 500) -> str:
    """Start a temporary cluster in a folder; return its address without a database name."""
    owner, data, port = _owner(), folder / "cluster", free_port()
    if owner:
        shutil.chown(folder, owner)
    shutil.rmtree(data, ignore_errors=True)  # left by a start that failed
    encoding = ("-E", "UTF8", "--locale=C")
    initdb = (str(binary("initdb")), "-D", str(data), "-U", "postgres", "-A", "trust", "--no-sync")
    _run(owner, *initdb, *encoding)
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} "
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off "
        f"-c max_connections={connections}"
    )
    log = str(folder / "log")
    _run(owner, *_control(data), "-o", options, "-l", log, "-w", "-t", str(PATIENCE), "start")
    return f"postgresql://postgres@127.0.0.1:{port}"


def stop(folder: Path, *, mode: str = "immediate") -> None:
    """Stop the cluster in a folder, if one runs."""
    data = folder / "cluster"
    if (data / "postmaster.pid").exists():
        _run(_owner(), *_control(data), "-m", mode, "-w", "stop")


def _control(data: Path) -> tuple[str, ...]:
    return str(binary("pg_ctl")), "-D", str(data)


def new_database(server: str, name: str, *, template: str = "template1") -> str:
    """Create a database, replacing an older one, and return its address.

    The name contains the process id: other processes of the same run use the same cluster.
    """
    name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"{server}/{name}"


def resume(folder: Path) -> None:
    """Start the cluster in a folder again after a stop, with the options it had."""
    log = str(folder / "log")
    _run(_owner(), *_control(folder / "cluster"), "-l", log, "-w", "-m", "immediate", "restart")
