"""`python -m benchmarks.scaling`: many lists on one core, on several, and on a Dask cluster.

Wall-clock seconds from the first call to the last list, start-up of pools included; nothing is
stored. The cluster is a scheduler and worker processes on loopback, started before.
"""

import argparse
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import Client

from benchmarks.material import vacancy_docs, veteran_docs
from core.config import ROOT, Secrets
from core.crypto import keyring
from matching.engine.records import VeteranDoc
from matching.index.open_vacancies import OpenVacancies, index_of
from matching.lists.batch import ranked_lists

DEPTH = 20
SIZES = ((1_000, 600), (10_000, 2_000), (100_000, 4_000))


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """Run a scheduler and workers of one thread each on loopback; yield the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    address = f"tcp://127.0.0.1:{port}"
    head = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard"]
    hand = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-dashboard"]
    commands = [[*head, "--host", "127.0.0.1", "--port", port]]
    commands += [[*hand, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1"]] * workers
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen(command, cwd=ROOT, **silent) for command in commands]  # type: ignore[call-overload]
    try:
        time.sleep(3)
        with Client(address, timeout=30) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(workers, timeout=60)
        yield address
    finally:
        for process in started:
            process.kill()
            process.wait()


def wall(
    open_vacancies: OpenVacancies, docs: list[VeteranDoc], *, workers: int, address: str = ""
) -> float:
    """Return the wall-clock seconds until all lists are done."""
    started = time.perf_counter()
    for _ in ranked_lists(open_vacancies, docs, depth=DEPTH, workers=workers, cluster=address):
        pass
    return time.perf_counter() - started


def main() -> None:
    """Measure all sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    workers = parser.parse_args().workers
    print(f"posts x people | one core, s | {workers} processes, s | {workers} Dask workers, s")
    with tempfile.TemporaryDirectory() as folder, cluster(workers) as address:
        keyring.load(Secrets.load(Path(folder, "keys.json")))  # profiles have encrypted fields
        for n_vacancies, n_people in SIZES:
            open_vacancies, docs = (
                OpenVacancies(index_of(vacancy_docs(n_vacancies)), "now"),
                veteran_docs(n_people),
            )
            wall(open_vacancies, docs[:20], workers=1)
            spent = [
                wall(open_vacancies, docs, workers=1),
                wall(open_vacancies, docs, workers=workers),
                wall(open_vacancies, docs, workers=1, address=address),
            ]
            figures = " | ".join(f"{one:.1f}" for one in spent)
            print(f"{n_vacancies:,} x {n_people:,} | {figures}", flush=True)


if __name__ == "__main__":
    main()
