"""The watcher of the scheduler's process: started again where it ends or hangs."""

import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from core import clock
from core.config import ROOT
from core.logs import log

EXTENSION = "scheduler_watcher"
LOOKS_EVERY = 0.5  # seconds
STALE_AFTER = 60.0  # seconds without a heartbeat; reading the code in takes some of the first ones
SOUND_AFTER = 300.0  # seconds a process has run until the next end is not one of a series
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0  # seconds until it is started again, doubled each time
ENDS_WITHIN = 10.0  # seconds a process has to end when asked; then it is killed


@dataclass
class History:
    """What became of the process so far; shown to those who run the system."""

    started_at: datetime | None = None
    ends: int = 0
    last_end_at: datetime | None = None
    last_exit: int | None = None  # negative: the number of the signal
    was_hung: bool = False


class Watcher:
    """Runs a command as long as the watcher runs.

    The process changes the time of the file `beat` every few seconds; how long it has not changed
    is measured by a clock that neither jumps nor runs while the machine sleeps.
    """

    def __init__(self, command: Sequence[str], beat: Path) -> None:
        self.history = History()
        self._command = [sys.executable, *command, "--beat", str(beat)]
        self._beat = beat
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="scheduler-watcher", daemon=True)

    def start(self) -> None:
        """Start the process and watch it."""
        self._thread.start()

    def stop(self) -> None:
        """End the process and stop watching; returns once both have ended."""
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        pause = FIRST_PAUSE
        while not self._stop.is_set():
            begun = time.monotonic()
            self._run_once()
            pause = FIRST_PAUSE if time.monotonic() - begun > SOUND_AFTER else pause
            self._stop.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _run_once(self) -> None:
        """Run the process until it ends, hangs or the watcher is stopped; reap it."""
        process = subprocess.Popen(self._command, cwd=ROOT)  # noqa: S603 - our own command
        self.history.started_at = clock.now()
        hung = False
        beats = _Beats(self._beat)
        while process.poll() is None and not self._stop.wait(LOOKS_EVERY):
            hung = beats.seconds_since_last() > STALE_AFTER
            if hung:
                process.kill()  # one that hangs may not answer a request to end
                break
        if self._stop.is_set():
            _end(process)
            return
        self._note_end(process.wait(), hung=hung)

    def _note_end(self, code: int, *, hung: bool) -> None:
        self.history.ends += 1
        self.history.last_end_at = clock.now()
        self.history.last_exit, self.history.was_hung = code, hung
        log.error("scheduler ended", exit=code, hung=hung, ends=self.history.ends)


class _Beats:
    """Measures how long a file's time of change has stayed the same."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = self._read()
        self._changed_at = time.monotonic()

    def seconds_since_last(self) -> float:
        """Return the seconds since the file was last seen to change, or since the start."""
        now, seen = time.monotonic(), self._read()
        if seen != self._last:
            self._last, self._changed_at = seen, now
        return now - self._changed_at

    def _read(self) -> int:
        try:
            return self._path.stat().st_mtime_ns
        except OSError:
            return 0


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def history() -> History | None:
    """Return what became of the process this server watches, None where it watches none."""
    watcher: Watcher | None = current_app.extensions.get(EXTENSION)
    return watcher.history if watcher else None
