"""Has the rows of a sheet judged by a child process, which may be slow, crash or be killed."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from tempfile import TemporaryFile
from typing import IO, Any, Self

from core.config import ROOT
from core.errors import DomainError
from core.logs import log
from sheets.plan import Counts, Plan

LONGEST_SECONDS = 900  # of a run; one of 50,000 rows takes half a minute of a free processor
AT_ONCE = 2  # processes of one server; further sheets wait
SPLIT = "一行也没有导入。请分成几份再上传。"
TOO_SLOW = f"这份表读得太久，停下了，{SPLIT}"
TOO_LARGE = f"这份表太大，内存不够，停下了，{SPLIT}"
INTERRUPTED = "试读到一半断了，一行也没有导入。请重新试读；又断了，请分成几份再上传。"
_turns = threading.BoundedSemaphore(AT_ONCE)


class JudgingError(Exception):
    """The process failed by a fault of the program; it is in the log."""


@dataclass(frozen=True)
class Task:
    """What the child process needs: the stored sheet, how to read it, the database."""

    database: str
    reader: str
    folder: str
    file_name: str
    source: str
    rows: int
    plan: Plan
    lookup_key: str = ""  # in hexadecimal digits; "" for a reader that looks up no number

    def dumps(self) -> str:
        """Return the task as one line."""
        return json.dumps({**vars(self), "plan": self.plan.dumps()})

    @classmethod
    def loads(cls, line: str) -> Self:
        """Return the task of a line."""
        raw: dict[str, Any] = json.loads(line)
        return cls(**{**raw, "plan": Plan.loads(raw["plan"])})


@dataclass(frozen=True)
class Answer:
    """The counts of a sheet, or the reason why it was refused."""

    counts: Counts | None = None
    refusal: str = ""

    def dumps(self) -> str:
        """Return the answer as one line."""
        return json.dumps(asdict(self))

    @classmethod
    def loads(cls, line: str) -> Self:
        """Return the answer of a line."""
        raw: dict[str, Any] = json.loads(line)
        return cls(Counts(**raw["counts"]) if raw["counts"] else None, raw["refusal"])


def name_of(reader: Any) -> str:
    """Return the name by which another process finds a class or function of a module."""
    return f"{reader.__module__}:{reader.__qualname__}"


def judge(task: Task, *, while_waiting: Callable[[], None]) -> Counts:
    """Have a sheet judged and return its counts; `while_waiting` is called now and then.

    Raises DomainError where the sheet is refused, takes too much, or the process was killed;
    JudgingError where the program fails.
    """
    while not _turns.acquire(timeout=1):
        while_waiting()
    try:
        with TemporaryFile() as answer, TemporaryFile() as errors:
            code = _run(task, answer, errors)
            if code != 0:
                raise _failure(code, _text(errors))
            found = Answer.loads(_text(answer))
    finally:
        _turns.release()
    if found.counts is None:
        raise DomainError(found.refusal)
    return found.counts


def _run(task: Task, answer: IO[bytes], errors: IO[bytes]) -> int:
    """Run the child process and return its exit code; its input stays open until it ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sheets.judging_child"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},  # the database may be named in it
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=answer,
        stderr=errors,
    )
    with process:
        try:
            assert process.stdin is not None
            process.stdin.write(f"{task.dumps()}\n".encode())
            process.stdin.flush()
            return process.wait(LONGEST_SECONDS)
        except BrokenPipeError:
            return process.wait()  # it ended before it read its task
        except subprocess.TimeoutExpired as error:
            raise DomainError(TOO_SLOW) from error
        finally:
            process.kill()


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


def _failure(code: int, errors: str) -> Exception:
    """Return the error of a process that ended without an answer."""
    if code == -signal.SIGXCPU:
        return DomainError(TOO_SLOW)
    log.error("judging failed", code=code, errors=errors)
    return DomainError(INTERRUPTED) if code < 0 else JudgingError(f"exit code {code}")
