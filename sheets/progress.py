"""The progress of a long run in a small file, since the run itself holds the database."""

import json
import time
from dataclasses import dataclass
from pathlib import Path

STALE_SECONDS = 30.0  # a living run writes at least every few hundred rows
WRITE_EVERY = 0.4


@dataclass(frozen=True)
class Running:
    """A run under way. `phase` is "check" or "load"."""

    phase: str
    done: int
    total: int

    @property
    def label(self) -> str:
        """What the run does, for the page that shows it."""
        return "正在试读" if self.phase == "check" else "正在导入"


class Progress:
    """Writes how far a run is; the file is removed at its end, unless the process was killed."""

    def __init__(self, path: Path, phase: str, total: int) -> None:
        self.path = path
        self.phase = phase
        self.total = total
        self._written = 0.0

    def __enter__(self) -> "Progress":
        self._write(0)
        return self

    def __exit__(self, *_rest: object) -> None:
        self.path.unlink(missing_ok=True)

    def advance(self, done: int) -> None:
        """Record that `done` rows are done; writes at most every WRITE_EVERY seconds."""
        if time.monotonic() - self._written >= WRITE_EVERY:
            self._write(done)

    def _write(self, done: int) -> None:
        draft = self.path.with_name(f"{self.path.name}.new")
        draft.write_text(json.dumps([self.phase, done, self.total]), encoding="utf-8")
        draft.replace(self.path)
        self._written = time.monotonic()


def read_progress(path: Path) -> Running | None:
    """Return the run under way, or None where there is none or its process died."""
    try:
        age = time.time() - path.stat().st_mtime
        phase, done, total = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return Running(phase, done, total) if age < STALE_SECONDS else None
