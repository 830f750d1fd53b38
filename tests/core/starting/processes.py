"""The real process of a start: `python app.py` or a `flask` command, with what it printed."""

import ctypes
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.config import ROOT
from tests.support import warm
from tests.support.postgres import free_port

PATIENCE = 300  # seconds; a busy machine is slow to start one
CAP_DAC_OVERRIDE, PR_CAPBSET_DROP = 1, 24
SERVE = ("app.py",)
PREPARE = ("-m", "flask", "--app", "app", "prepare")


def environment(folder: Path, settings: dict[str, str]) -> dict[str, str]:
    """Return the environment of a server of its own, without the scheduler."""
    base = {"RONGYE_INSTANCE": str(folder), "PORT": str(free_port()), "RONGYE_SCHEDULER": "0"}
    names = ("DATABASE_URL", "HOST", *(name for name in os.environ if name.startswith("RONGYE_")))
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, **base, "PYTHONIOENCODING": "utf-8", **settings}


def refused(
    folder: Path,
    *,
    command: tuple[str, ...] = SERVE,
    limit: Callable[[], None] | None = None,
    is_warm: bool = True,
    **settings: str,
) -> str:
    """Return the sentence of a start that is refused; check that it is nothing but a sentence.

    The process has imported the application before it begins, unless it is limited or not warm.
    """
    given = environment(folder, settings)
    if is_warm and limit is None:
        done = warm.run(command, env=given, timeout=PATIENCE)
    else:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=given,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            preexec_fn=limit,
        )
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    assert len(lines) == 1, done.stderr
    assert lines[0].endswith(("。", "）。"))
    assert "Error" not in lines[0]
    return lines[0]


@contextmanager
def serving(folder: Path, *, is_warm: bool = True, **settings: str) -> Iterator[dict[str, str]]:
    """Run a server that has started; return its environment."""
    given = environment(folder, settings)
    with _started(given, is_warm=is_warm) as server:
        try:
            line = server.stdout.readline()
            assert line.startswith("戎业已启动"), line + server.stderr.read()
            yield given
        finally:
            server.terminate()


def _started(env: dict[str, str], *, is_warm: bool) -> Any:
    if is_warm:
        return warm.Process.talking(SERVE, env=env)
    command = [sys.executable, "-u", *SERVE]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=ROOT, env=env, **pipes)  # type: ignore[call-overload]


def obey_permissions() -> None:
    """Take from root the right to write where permissions forbid it; others never had it."""
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


def little_space() -> None:
    """Permit files of 64 kB only, as a full disk or a quota does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
