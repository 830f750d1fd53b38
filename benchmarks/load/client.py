"""The open loop: requests are sent by schedule, whether earlier ones have been answered or not.

A latency counts from the scheduled time, so a server that stalls is not spared the requests that
would have arrived meanwhile.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.load.mix import Ask, Mix
from benchmarks.load.server import Server

MOST_OPEN = 700  # requests under way; beyond it the stage counts as overrun
GIVES_UP = 30.0  # seconds until a client goes away


@dataclass
class Stage:
    """The figures of one rate: latencies in milliseconds by kind, and the statuses."""

    rate: int
    latencies: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)  # 0: no answer, -1: not sent
    cpu_per_request: float = 0.0  # milliseconds
    memory: int = 0

    @property
    def sent(self) -> int:
        """The number of requests of the schedule."""
        return sum(self.statuses.values())

    @property
    def errors(self) -> int:
        """The requests without an answer or with a fault of the server, 503 apart."""
        return sum(n for status, n in self.statuses.items() if status < 200 or status in (500, 502))

    @property
    def refused(self) -> int:
        """The requests the server refused for being busy."""
        return self.statuses[503]

    def percentile(self, share: float) -> float:
        """Return the latency below which a share of the answers are."""
        ordered = sorted(one for group in self.latencies.values() for one in group)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    @property
    def is_saturated(self) -> bool:
        """Whether the server no longer keeps up."""
        return self.percentile(0.99) > 5_000 or self.errors > 0.02 * self.sent


def run_stage(server: Server, mix: Mix, *, rate: int, seconds: float) -> Stage:
    """Send requests at a rate for a time and return the figures."""
    asks = [mix.draw() for _ in range(int(rate * seconds))]
    before = server.cpu_seconds()
    stage = asyncio.run(_send_all(server, asks, rate))
    stage.cpu_per_request = (server.cpu_seconds() - before) * 1000 / max(1, stage.sent)
    stage.memory = server.memory()
    return stage


async def _send_all(server: Server, asks: Sequence[Ask], rate: int) -> Stage:
    stage, begun = Stage(rate), time.perf_counter()
    under_way: set[asyncio.Task[None]] = set()
    for number, ask in enumerate(asks):
        due = begun + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        if len(under_way) >= MOST_OPEN:
            stage.statuses[-1] += 1
            continue
        task = asyncio.create_task(_send(server, ask, due, stage))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    await asyncio.gather(*under_way)
    return stage


async def _send(server: Server, ask: Ask, due: float, stage: Stage) -> None:
    try:
        async with asyncio.timeout(GIVES_UP):
            status = await _answer(server, ask)
    except (OSError, TimeoutError, ValueError, IndexError):
        status = 0
    stage.statuses[status] += 1
    stage.latencies.setdefault(ask.kind, []).append((time.perf_counter() - due) * 1000)


async def _answer(server: Server, ask: Ask) -> int:
    reader, writer = await asyncio.open_connection(*server.address)
    try:
        writer.write(ask.raw)
        await writer.drain()
        answer = await reader.read()
    finally:
        writer.close()
    return int(answer.split(b" ", 2)[1])
