"""Processes that begin with the application imported: forks of one process that imported it.

Importing it takes most of the time of a child that then does one thing. What a child runs, its
arguments, environment and streams are those of `python COMMAND`; tests of the start itself also
run the real command (`tests/core/starting`).
"""

import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any

from core.config import ROOT

_context: Any = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["app", "tests.support.databases", "tests.support.warm"])


class Process:
    """A running `python COMMAND`, with the part of subprocess.Popen that the tests use."""

    stdin: IO[str]
    stdout: IO[str]
    stderr: IO[str]

    def __init__(
        self,
        command: Sequence[str],
        streams: Sequence[IO[Any] | int],
        *,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Start it with the standard input, output and error given."""
        numbers = [one if isinstance(one, int) else one.fileno() for one in streams]
        ends = [Connection(os.dup(number)) for number in numbers]
        given = dict(os.environ if env is None else env)
        self._process = _context.Process(target=_become, args=(tuple(command), given, ends))
        self._process.start()
        self.pid: int = self._process.pid
        for end in ends:
            end.close()

    @classmethod
    def talking(cls, command: Sequence[str], *, env: Mapping[str, str] | None = None) -> "Process":
        """Start it with pipes to its standard streams."""
        (asked, ask), (answer, answered), (errors, erred) = os.pipe(), os.pipe(), os.pipe()
        process = cls(command, (asked, answered, erred), env=env)
        for number in (asked, answered, erred):
            os.close(number)
        process.stdin = os.fdopen(ask, "w", encoding="utf-8")
        process.stdout = os.fdopen(answer, encoding="utf-8")
        process.stderr = os.fdopen(errors, encoding="utf-8")
        return process

    def __enter__(self) -> "Process":
        """Close the pipes and wait for the end when the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self.stdin, self.stdout, self.stderr):
            pipe.close()
        self.wait()

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code, negative where a signal ended it."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("python", timeout or 0)
        return int(self._process.exitcode)

    def poll(self) -> int | None:
        """Return the exit code, None while it runs."""
        code: int | None = self._process.exitcode
        return code

    def terminate(self) -> None:
        """Send SIGTERM."""
        self._process.terminate()

    def kill(self) -> None:
        """Send SIGKILL."""
        self._process.kill()


def run(
    command: Sequence[str], *, timeout: float, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `python COMMAND` to its end, as subprocess.run does with captured output."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with Path(os.devnull).open("rb") as nothing:
            process = Process(command, (nothing, out, err), env=env)
        try:
            code = process.wait(timeout)
        finally:
            process.kill()
        return subprocess.CompletedProcess(command, code, _text(out), _text(err))


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def _become(command: tuple[str, ...], env: dict[str, str], ends: list[Connection]) -> None:
    """Run a command in this process as `python` does."""
    for number, end in enumerate(ends):
        os.dup2(end.fileno(), number)
        end.close()
    sys.stdin = os.fdopen(0, encoding="utf-8")
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace")
    os.environ.clear()
    os.environ.update(env)
    os.chdir(ROOT)
    if command[0] == "-m":
        sys.argv = list(command[1:])
        runpy.run_module(command[1], run_name="__main__", alter_sys=True)
    elif command[0] == "-c":
        sys.argv = ["-c", *command[2:]]
        exec(command[1], {"__name__": "__main__"})
    else:
        sys.argv = list(command)
        runpy.run_path(command[0], run_name="__main__")
