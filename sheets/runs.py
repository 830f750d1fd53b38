"""The two long runs of an import, each with its transactions: the dry run and the load."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from core import audit, read_only
from core.crypto import keyring
from core.db import db, transaction
from core.errors import DomainError
from core.logs import log
from sheets import operations
from sheets.checking import check
from sheets.judging import Task, judge, name_of
from sheets.models import ImportBatch, ImportStatus
from sheets.nouns import OnProgress, noun_of
from sheets.plan import Counts
from sheets.progress import Progress
from sheets.staging import ImportFiles, Site, files_of

UNEXPECTED = "导入时出了意外，一行也没有导入。请再试一次；还不行，请把错误编号告诉管理员。"


def check_batch(site: Site, batch_id: int, on_progress: OnProgress | None = None) -> None:
    """Run the dry run of an import in this process and store its counts."""

    def read(batch: ImportBatch, files: ImportFiles, progress: Progress) -> Counts:
        return check(
            files.store.load(files.name, batch.file_name),
            batch.plan,
            noun_of(batch).reader,
            source=batch.source,
            staged=files.staged_draft,
            report=files.report_draft,
            on_progress=_both(progress.advance, on_progress),
        )

    _check(site, batch_id, read)


def judge_batch(site: Site, batch_id: int) -> None:
    """Run the dry run of an import in a child process and store its counts."""

    def read(batch: ImportBatch, files: ImportFiles, progress: Progress) -> Counts:
        noun = noun_of(batch)
        task = Task(
            database=read_only.address(),
            reader=name_of(noun.reader),
            folder=str(files.store.folder),
            file_name=batch.file_name,
            source=batch.source,
            rows=batch.rows_read,
            plan=batch.plan,
            lookup_key=keyring.secrets.blind.hex() if noun.looks_up_numbers else "",
        )
        db.session.rollback()  # no transaction is left open while the child works
        return judge(task, while_waiting=lambda: progress.advance(0))

    _check(site, batch_id, read)


Read = Callable[[ImportBatch, ImportFiles, Progress], Counts]


def _check(site: Site, batch_id: int, read: Read) -> None:
    batch = db.session.get_one(ImportBatch, batch_id)
    files = files_of(site, batch)
    with Progress(files.progress, "check", batch.rows_read) as progress:
        try:
            counts = read(batch, files, progress)
            files.keep_drafts()
        finally:
            files.forget_drafts()
        with transaction():
            operations.note_check(db.session.get_one(ImportBatch, batch_id), counts)


def load_batch(site: Site, batch_id: int, on_progress: OnProgress | None = None) -> None:
    """Load an import that was begun: all of it in one transaction, or none."""
    batch = db.session.get_one(ImportBatch, batch_id)
    noun, plan, files = noun_of(batch), batch.plan, files_of(site, batch)
    total = plan.counts.loadable if plan.counts else 0
    with Progress(files.progress, "load", total) as progress:
        loader = noun.loader(files.staged, plan, _both(progress.advance, on_progress))
        with transaction():
            operations.load_batch(noun, batch_id, loader)
    files.forget_contents()


def _both(first: OnProgress, second: OnProgress | None) -> OnProgress:
    if second is None:
        return first

    def both(done: int) -> None:
        first(done)
        second(done)

    return both


def keep_failure(batch_id: int, error: Exception) -> None:
    """Store why a run failed; the rows it had written are rolled back already."""
    known = isinstance(error, DomainError)
    if not known:
        log.error("import failed", batch=batch_id, exc_info=error)
    with transaction():
        batch = db.session.get_one(ImportBatch, batch_id)
        if batch.status in (ImportStatus.CHECKED, ImportStatus.LOADING):
            words = error.message if isinstance(error, DomainError) else UNEXPECTED
            operations.note_failure(batch, words)


Run = Callable[[Site, int], None]
Context = Callable[[], AbstractContextManager[object]]


def start(
    context: Context, site: Site, run: Run, batch_id: int, actor: audit.Actor
) -> threading.Thread:
    """Start a run in a thread of its own, on behalf of an actor, and return the thread.

    `context` makes the application's context for the thread, which does not keep a stopping
    server alive: what it had not committed is rolled back.
    """
    thread = threading.Thread(
        target=_work,
        args=(context, site, run, batch_id, actor),
        name=f"import-{batch_id}",
        daemon=True,
    )
    thread.start()
    return thread


def _work(context: Context, site: Site, run: Run, batch_id: int, actor: audit.Actor) -> None:
    with context(), audit.acting(actor):
        try:
            run(site, batch_id)
        except Exception as error:  # the thread is the edge: every failure must be stored
            keep_failure(batch_id, error)
