"""Runs the measuring processes, and begins a new one behind each subject that was killed."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.config import ROOT
from tests.support.linear.growth import GROWTH


@dataclass
class Report:
    """What was measured: how many subjects with how many seeds, and those that grow too fast."""

    subjects: int = 0
    seeds: set[tuple[str, str]] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)
    slow: dict[str, str] = field(default_factory=dict)


def run(what: str = "tree") -> Report:
    """Measure everything; a subject that grows too fast or is killed is in `slow`."""
    report = Report()
    first: int | None = 0
    with tempfile.TemporaryDirectory() as folder:
        while first is not None:
            first = _one_process(report, first, what, folder)
    return report


def _one_process(report: Report, first: int, what: str, folder: str) -> int | None:
    """Return where the next process begins, None where this one came to its end."""
    at: dict[str, Any] = {}
    for line in _lines(first, what, folder):
        if "subjects" in line:
            report.subjects, report.lost = line["subjects"], line["lost"]
        elif "at" in line:
            at = line
            report.seeds.add(tuple(line["seed"]))
        else:
            at = {}
            if line["growth"] > GROWTH:
                grown = f"{line['growth']:.0f} times for 4 times {line['seed']!r}"
                report.slow[line["name"]] = grown
    if not at:
        return None
    report.slow[at["name"]] = f"killed on {at['seed']!r}"
    return int(at["at"]) + 1


def _lines(first: int, what: str, folder: str) -> Iterator[dict[str, Any]]:
    child = "tests.support.linear.child"
    command = [sys.executable, "-m", child, str(first), what, folder]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("{"):
                yield json.loads(line)
    if process.returncode not in (0, -26):  # 26: SIGVTALRM
        raise RuntimeError(f"the measuring process ended with {process.returncode}")
