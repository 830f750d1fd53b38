"""Judges the rows of one sheet in a process of its own, so that no page waits meanwhile.

`python -m sheets.judging_child` reads a `Task` as one line from standard input, writes the staged
rows and the report beside the upload, and prints an `Answer`. The input stays open: where it ends,
the server has stopped, and so does this process. It can read the database but not write to it.
"""

import os
import sys
import threading
from importlib import import_module
from io import FileIO
from pathlib import Path
from typing import Any

from core.config import Secrets
from core.crypto import keyring
from core.errors import DomainError
from core.read_only import reading
from sheets.checking import check
from sheets.judging import TOO_LARGE, Answer, Task
from sheets.nouns import MakeReader
from sheets.plan import Counts
from sheets.progress import Progress
from sheets.staging import ImportFiles
from sheets.uploads import UploadStore

if sys.platform != "win32":
    import resource

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 240
LEAST_URGENT = 10  # of two processes that want the processor, the server goes first


def limit_resources() -> None:
    """Limit the memory and CPU time of this process, and give way to the server."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        # The signal of the first limit tells the server why; the second one cannot be ignored.
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.nice(LEAST_URGENT)


def end_with_the_server() -> None:
    """End this process as soon as its standard input ends."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def reader_named(name: str) -> MakeReader:
    """Return what a noun makes its readers with, by the name `judging.name_of` gave it."""
    module, _, path = name.partition(":")
    found: Any = import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    make: MakeReader = found
    return make


def judge(task: Task) -> Counts:
    """Read the whole sheet and return its counts. Raises DomainError where it is refused."""
    if task.lookup_key:  # it finds a number that is known, and decrypts none
        keyring.load(Secrets("", bytes.fromhex(task.lookup_key), {}, ""))
    files = ImportFiles(UploadStore(Path(task.folder)), task.plan.stored)
    progress = Progress(files.progress, "check", task.rows)
    with reading(task.database):
        return check(
            files.store.load(task.plan.stored, task.file_name),
            task.plan,
            reader_named(task.reader),
            source=task.source,
            staged=files.staged_draft,
            report=files.report_draft,
            on_progress=progress.advance,
        )


def answer_to(task: Task) -> Answer:
    """Return the counts of a sheet, or why it was refused."""
    try:
        return Answer(counts=judge(task))
    except DomainError as error:
        return Answer(refusal=error.message)
    except MemoryError:
        return Answer(refusal=TOO_LARGE)


def main() -> None:
    """Answer one task."""
    limit_resources()
    line = FileIO(sys.stdin.fileno(), closefd=False).readline()  # unbuffered: no byte behind it
    end_with_the_server()
    sys.stdout.write(answer_to(Task.loads(line.decode())).dumps())


if __name__ == "__main__":
    main()
