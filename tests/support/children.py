"""The child processes of this process."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def children(module: str, parent: int | None = None) -> list[int]:
    """Return the ids of a process's children that run a module: others may run the same tests."""
    return [
        number for number in _children_of(parent or os.getpid()) if module in _command_of(number)
    ]


def _children_of(parent: int) -> Iterator[int]:
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):  # a process that ended meanwhile
            if f"\nPPid:\t{parent}\n" in status.read_text():
                yield int(status.parent.name)


def _command_of(number: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{number}/cmdline").read_text().replace("\0", " ")
    return ""


def is_alive(number: int) -> bool:
    """Return whether a process runs, neither ended nor waiting to be collected."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except OSError:
        return False
