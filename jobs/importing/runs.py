"""The two long runs, each with its transactions: the dry run and the load."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from core import audit
from core.config import Settings
from core.db import db, transaction
from core.errors import DomainError
from core.logs import log
from core.uploads import UploadStore
from jobs.importing import operations
from jobs.importing.checking import check
from jobs.importing.loading import Loader, LoadTerms
from jobs.importing.models import ImportBatch, ImportStatus
from jobs.importing.plan import Plan
from jobs.importing.progress import Progress, Running, read_progress

STAGED, REPORT, PROGRESS = ".staged", ".report", ".progress"
UNEXPECTED = "导入时出了意外，一行也没有导入。请再试一次；还不行，请把错误编号告诉管理员。"


@dataclass(frozen=True)
class ImportFiles:
    """Where the files of one import lie."""

    store: UploadStore
    name: str

    @property
    def staged(self) -> Path:
        """The posts a dry run made ready."""
        return self.store.path(self.name, STAGED)

    @property
    def report(self) -> Path:
        """The lines of the error file."""
        return self.store.path(self.name, REPORT)

    @property
    def progress(self) -> Path:
        """How far a run is."""
        return self.store.path(self.name, PROGRESS)

    def forget_contents(self) -> None:
        """Remove the sheet and the staged posts; the report, which masks numbers, stays."""
        self.store.path(self.name).unlink(missing_ok=True)
        self.staged.unlink(missing_ok=True)


def store_of(app: Flask) -> UploadStore:
    """Return the folder of uploads of this installation."""
    return UploadStore(Path(app.instance_path) / "uploads")


def files_of(app: Flask, batch: ImportBatch) -> ImportFiles:
    """Return where the files of an import lie."""
    return ImportFiles(store_of(app), Plan.loads(batch.mapping).stored)


def running(app: Flask, batch: ImportBatch) -> Running | None:
    """Return the run of an import that is under way, if one is."""
    return read_progress(files_of(app, batch).progress)


def check_batch(
    app: Flask, batch_id: int, on_progress: Callable[[int], None] | None = None
) -> None:
    """Do the dry run of an import and keep what it found; any failure is kept as words."""
    batch = db.session.get_one(ImportBatch, batch_id)
    plan, files = Plan.loads(batch.mapping), files_of(app, batch)
    upload = files.store.load(plan.stored, batch.file_name)
    source = batch.source
    with Progress(files.progress, "check", batch.rows_read) as progress:
        both = _both(progress.advance, on_progress)
        counts = check(
            upload, plan, source, staged=files.staged, report=files.report, on_progress=both
        )
        with transaction():
            operations.note_check(db.session.get_one(ImportBatch, batch_id), counts)


def load_batch(app: Flask, batch_id: int, on_progress: Callable[[int], None] | None = None) -> None:
    """Load an import that was begun: all of it in one transaction, or none."""
    batch = db.session.get_one(ImportBatch, batch_id)
    plan, files = Plan.loads(batch.mapping), files_of(app, batch)
    settings: Settings = app.extensions["settings"]
    terms = LoadTerms(settings.verify_days, plan.valid_days)
    total = plan.counts.loadable if plan.counts else 0
    with Progress(files.progress, "load", total) as progress:
        loader = Loader(files.staged, _both(progress.advance, on_progress))
        with transaction():
            operations.load_batch(batch_id, terms, loader)
    files.forget_contents()


def _both(
    first: Callable[[int], None], second: Callable[[int], None] | None
) -> Callable[[int], None]:
    if second is None:
        return first

    def both(done: int) -> None:
        first(done)
        second(done)

    return both


def keep_failure(batch_id: int, error: Exception) -> None:
    """Note why a run failed; the rows it had written are rolled back already."""
    known = isinstance(error, DomainError)
    if not known:
        log.error("import failed", batch=batch_id, exc_info=error)
    with transaction():
        batch = db.session.get_one(ImportBatch, batch_id)
        if batch.status in (ImportStatus.CHECKED, ImportStatus.LOADING):
            words = error.message if isinstance(error, DomainError) else UNEXPECTED
            operations.note_failure(batch, words)


Run = Callable[[Flask, int], None]


def start(app: Flask, run: Run, batch_id: int, actor: audit.Actor) -> threading.Thread:
    """Do a run in a thread of its own, in somebody's name, and return the thread.

    The thread does not keep a stopping server alive: what it had not committed is rolled back.
    """
    thread = threading.Thread(
        target=_work, args=(app, run, batch_id, actor), name=f"import-{batch_id}", daemon=True
    )
    thread.start()
    return thread


def _work(app: Flask, run: Run, batch_id: int, actor: audit.Actor) -> None:
    with app.app_context(), audit.acting(actor):
        try:
            run(app, batch_id)
        except Exception as error:  # the thread is the edge: whatever happened must be told
            keep_failure(batch_id, error)
