"""The process that measures: `python -m tests.support.linear.child FIRST WHAT FOLDER`."""

import gc
import importlib
import json
import os
import re
import signal
import sys
from typing import Any

from tests.support.linear.growth import Subject, measure
from tests.support.linear.patterns import Recorder, imported, patterns_of_calls
from tests.support.tree import PACKAGES


def subjects(folder: str) -> tuple[list[Subject], list[str]]:
    """Return every subject of the tree, and the calls of `re` whose pattern is not known."""
    recorder = Recorder()
    recorder.start()
    modules = imported(PACKAGES)
    importlib.import_module("tests.support.linear.installation").enter(folder)
    collect = importlib.import_module("tests.support.linear.collect")  # it imports the tree
    found = collect.function_subjects(modules)
    written, unknown = patterns_of_calls(modules)
    known = written | recorder.found
    lost = [
        f"{place}:{first}"
        for place, first, last in unknown
        if not any((place, line) in recorder.lines for line in range(first, last + 1))
    ]
    return [*collect.pattern_subjects(known), *found], lost


def planted() -> list[Subject]:
    """Return two subjects for the control: a quadratic pattern and a linear one."""
    slow, fine = re.compile(r"\d+人"), re.compile(r"(?<!\d)\d++人")
    return [
        Subject("quadratic", lambda text: slow.findall(text), (("", "人"), ("", "1"))),
        Subject("linear", lambda text: fine.findall(text), (("", "人"), ("", "1"))),
    ]


def _answer(line: dict[str, Any]) -> None:
    os.write(1, f"{json.dumps(line)}\n".encode())  # at once: the process may be killed


def main(first: str, what: str, folder: str) -> None:
    """Print a line of JSON before and after each measurement."""
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    found, lost = (planted(), []) if what == "planted" else subjects(folder)
    gc.freeze()  # collections would go through the whole tree each time
    _answer({"subjects": len(found), "lost": lost})
    for line in measure(found, int(first)):
        _answer(line)


if __name__ == "__main__":
    main(*sys.argv[1:])
