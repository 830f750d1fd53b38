"""`python -m benchmarks.load`: the load a server bears, beside another checkout of this project.

One waitress process over SQLite with the demo county, on this machine; the clients share its cores.
Every rate is run with each code in turn, so a busy machine is unfair to both alike. Measure on a
quiet one; CPU per request hardly depends on it.
"""

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.load.client import Stage, run_stage
from benchmarks.load.mix import SHARES, Mix
from benchmarks.load.server import Server, served

HERE = Path(__file__).resolve().parents[2]
RATES = [5, 10, 20, 40, 60, 80, 90, 100, 150, 200]
MOST_SECONDS = 60
HEAD = ("req/s", "code", "p50", "p95", "p99", "max", "503", "errors", "CPU ms", "RSS MB")


def arguments() -> argparse.Namespace:
    """Return the arguments of the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--against", type=Path, metavar="PATH", help="another checkout to compare")
    parser.add_argument("--rates", type=int, nargs="+", default=RATES, help="requests a second")
    parser.add_argument("--seconds", type=float, default=12.0, help="length of a stage, at most 60")
    parser.add_argument("--people", type=int, default=30, help="veterans who are signed in")
    parser.add_argument("--seed", type=int, default=340321, help="draws the same requests again")
    asked = parser.parse_args()
    asked.seconds = min(asked.seconds, MOST_SECONDS)
    return asked


def main() -> None:
    """Serve the checkouts, run every rate with each, print the table."""
    asked = arguments()
    checkouts = {"today": HERE} | ({"other": asked.against.resolve()} if asked.against else {})
    with ExitStack() as stack:
        servers = {}
        for name, path in checkouts.items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="load-")))
            servers[name] = stack.enter_context(served(name, path, folder, people=asked.people))
        for server in servers.values():
            print_start(server)
        print(
            f"\nmilliseconds from the scheduled time; mix: {_mix()}\n\n| " + " | ".join(HEAD) + " |"
        )
        print("|---" * len(HEAD) + "|", flush=True)
        measure(servers, asked)


def measure(servers: dict[str, Server], asked: argparse.Namespace) -> None:
    """Run and print the rates, each code until it no longer keeps up."""
    mixes = {name: Mix(server, asked.seed) for name, server in servers.items()}
    running = dict(servers)
    for rate in asked.rates:
        stages = {}
        for name, server in list(running.items()):
            stages[name] = run_stage(server, mixes[name], rate=rate, seconds=asked.seconds)
            print(_row(name, stages[name]), flush=True)
            if stages[name].is_saturated:
                del running[name]
        if len(stages) == 2:
            print(_ratio(rate, stages["today"], stages["other"]), flush=True)


def print_start(server: Server) -> None:
    """Print when a server was ready, and how long its first requests took."""
    first = ", ".join(f"{path} {spent:.0f} ms" for path, spent in server.first.items())
    print(f"{server.name}: ready after {server.ready_after:.1f} s; first requests: {first}")


def _mix() -> str:
    return ", ".join(f"{share} % {kind}" for kind, share in SHARES.items())


def _row(name: str, stage: Stage) -> str:
    times = [f"{stage.percentile(share):,.0f}" for share in (0.5, 0.95, 0.99, 1.0)]
    kept = "" if not stage.is_saturated else " (saturated)"
    counts = [
        str(stage.refused),
        str(stage.errors),
        f"{stage.cpu_per_request:.1f}",
        str(stage.memory),
    ]
    return "| " + " | ".join([f"{stage.rate}", name + kept, *times, *counts]) + " |"


def _ratio(rate: int, ours: Stage, theirs: Stage) -> str:
    """Return the row of ratios, today's figure divided by the other's."""
    shares = (0.5, 0.95, 0.99, 1.0)
    pairs = [(ours.percentile(share), theirs.percentile(share)) for share in shares]
    pairs.append((ours.cpu_per_request, theirs.cpu_per_request))
    pairs.append((ours.memory, theirs.memory))
    *times, cpu, memory = [f"×{one / other:.2f}" if other else "" for one, other in pairs]
    return "| " + " | ".join([str(rate), "ratio", *times, "", "", cpu, memory]) + " |"


if __name__ == "__main__":
    main()
