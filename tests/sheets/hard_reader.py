"""A reader of the tests that does to its process what the environment names."""

import os
import resource
import time
from collections.abc import Callable

from sqlalchemy import text

from core.db import transaction
from core.errors import DomainError
from sheets.nouns import Taken
from sheets.plan import Plan
from sheets.reading import Row

VARIABLE = "HARD_READER"


def _spin() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (1, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    while True:
        pass


def _fill_memory() -> None:
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    bytearray(soft)


def _write() -> None:
    with transaction(audited=False) as session:
        session.execute(text("DELETE FROM import_batch"))


def _refuse() -> None:
    raise DomainError("这份书单不收。")


def _show_limits() -> None:
    limits = (resource.getrlimit(one)[0] for one in (resource.RLIMIT_AS, resource.RLIMIT_CPU))
    raise DomainError(f"{[*limits, os.getpriority(os.PRIO_PROCESS, 0)]}")


HABITS: dict[str, Callable[[], object]] = {
    "": lambda: None,
    "stall": lambda: time.sleep(600),
    "spin": _spin,
    "fill memory": _fill_memory,
    "abort": os.abort,
    "raise": lambda: {}["row"],
    "write": _write,
    "refuse": _refuse,
    "show limits": _show_limits,
}


class HardReader:
    """Stages every row; the last row of three has the effect asked for."""

    def __init__(self, plan: Plan, source: str) -> None:
        self.plan = plan
        self.done = 0

    def take(self, row: Row) -> Taken:
        self.done += 1
        time.sleep(0.5 if os.environ.get(VARIABLE) == "stall" else 0)  # progress is written by time
        if self.done == 3:
            HABITS[os.environ.get(VARIABLE, "")]()
        return Taken("new", row.cells[0])
