"""Lists of all job seekers on a Dask cluster of two worker processes on loopback: same results."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from distributed import Client

from core.config import ROOT
from matching.lists import batch
from tests.matching.lists.test_match_batch import DEPTH, county, one_by_one, out, written

pytestmark = pytest.mark.filterwarnings("ignore")  # Dask's own
WORKERS = 2
__all__ = ["county", "out"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A scheduler and two workers, real processes, on loopback only."""
    address = f"tcp://127.0.0.1:{free_port()}"
    port = address.rsplit(":", 1)[1]
    quiet = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-dashboard"]
    local = ["--host", "127.0.0.1", "--port", port]
    started = [subprocess.Popen([*scheduler, *local], **quiet)]  # type: ignore[call-overload]
    here = ["--nthreads", "1", "--no-nanny", "--host", "127.0.0.1"]
    started += [
        subprocess.Popen([*worker, *here], **quiet)  # type: ignore[call-overload]
        for _ in range(WORKERS)
    ]
    try:
        _wait_for(address)
        yield address
        for client in list(Client._instances):  # joblib's: it would try to reconnect for long
            client.close()
    finally:
        for process in started:
            process.kill()
            process.wait()


def _wait_for(address: str) -> None:
    """Wait until both workers are connected, at most five minutes."""
    end = time.monotonic() + 300
    while True:
        try:
            with Client(address, timeout=300) as client:
                client.wait_for_workers(WORKERS, timeout=300)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


def test_a_cluster_gives_the_same_lists(county, cluster, out):
    batch.write_lists(out, depth=DEPTH, cluster=cluster)

    assert written(out) == one_by_one()
    # An open client would go on connecting to a scheduler that ended.
    assert {one.status for one in Client._instances} <= {"closed"}


def test_both_workers_take_part(county, cluster, out):
    batch.write_lists(out, depth=DEPTH, cluster=cluster)

    with Client(cluster, timeout=300) as client:
        done = client.run(lambda dask_worker: dask_worker.state.executed_count)
    assert len(done) == WORKERS
    assert sum(done.values()) >= 3  # three chunks of two
