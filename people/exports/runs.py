"""Exports in the background: a thread reads the list, then one short transaction stores it whole.

A process that is killed leaves no part of a file: the row without a file shows that it broke off.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from core import audit
from core.db import db, transaction
from core.errors import DomainError
from core.logs import log
from people.accounts.models import Account
from people.exports import operations
from people.exports.models import ExportRun
from people.exports.operations import Wanted
from people.exports.progress import progress_file
from people.exports.queries import list_for
from sheets.exporting import write_export
from sheets.progress import Progress

UNEXPECTED = "导出时出错，请再导一次。"
# Makes the context of a request for the list's address, so that its filters are read from there.
Addressed = Callable[[str], AbstractContextManager[object]]


def make(run_id: int) -> None:
    """Make the file of a run; call it in the context of the list's address."""
    run = db.session.get_one(ExportRun, run_id)
    viewer = db.session.get_one(Account, run.by_id)
    wanted = Wanted(list_for(run.list_key, viewer), run.asked, run.reason, run.is_whole)
    with Progress(progress_file(run_id), "export", run.total) as progress:
        written = write_export(
            wanted.listing, viewer, is_whole=wanted.is_whole, on_progress=progress.advance
        )
        db.session.rollback()  # what was read is not held while the file is stored
        with transaction():
            operations.finish(run_id, wanted, written)


def start(addressed: Addressed, asked: str, run_id: int, actor: audit.Actor) -> threading.Thread:
    """Start a run in a thread of its own on behalf of an actor, and return the thread.

    The thread does not keep a stopping server alive: nothing of what it had not committed stays.
    """
    thread = threading.Thread(
        target=_work,
        args=(addressed, asked, run_id, actor),
        name=f"export-{run_id}",
        daemon=True,
    )
    thread.start()
    return thread


def _work(addressed: Addressed, asked: str, run_id: int, actor: audit.Actor) -> None:
    with addressed(asked), audit.acting(actor):
        try:
            make(run_id)
        except Exception as error:  # the thread is the edge: every failure must be stored
            keep_failure(run_id, error)


def keep_failure(run_id: int, error: Exception) -> None:
    """Store why a run failed."""
    db.session.rollback()
    if not isinstance(error, DomainError):
        log.error("export failed", run=run_id, exc_info=error)
    with transaction():
        operations.fail(run_id, error.message if isinstance(error, DomainError) else UNEXPECTED)
