"""The two long runs of an import, each with its transactions: the dry run and the load."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from core import audit, clock
from core.db import db, transaction
from core.errors import DomainError
from core.logs import log
from core.parameters.registry import amount_of
from jobs.employers.parameters import VERIFY_DAYS
from jobs.importing import operations
from jobs.importing.checking import check
from jobs.importing.loading import Loader, LoadTerms
from jobs.importing.models import ImportBatch, ImportStatus
from jobs.importing.progress import Progress, Running, read_progress
from sheets.uploads import UploadStore

STAGED, REPORT, PROGRESS = ".staged", ".report", ".progress"
UNEXPECTED = "导入时出了意外，一行也没有导入。请再试一次；还不行，请把错误编号告诉管理员。"


@dataclass(frozen=True)
class Site:
    """What a run needs of the installation: its data folder."""

    folder: Path

    @property
    def uploads(self) -> UploadStore:
        """The folder of uploads."""
        return UploadStore(self.folder / "uploads")


@dataclass(frozen=True)
class ImportFiles:
    """The paths of the files of one import."""

    store: UploadStore
    name: str

    @property
    def staged(self) -> Path:
        """The vacancies a dry run staged."""
        return self.store.path(self.name, STAGED)

    @property
    def report(self) -> Path:
        """The problems a dry run found."""
        return self.store.path(self.name, REPORT)

    @property
    def progress(self) -> Path:
        """The progress of a run."""
        return self.store.path(self.name, PROGRESS)

    def forget_contents(self) -> None:
        """Remove the sheet and the staged vacancies; the report, which masks numbers, stays."""
        self.store.path(self.name).unlink(missing_ok=True)
        self.staged.unlink(missing_ok=True)


def files_of(site: Site, batch: ImportBatch) -> ImportFiles:
    """Return the paths of the files of an import."""
    return ImportFiles(site.uploads, batch.plan.stored)


def running(site: Site, batch: ImportBatch) -> Running | None:
    """Return the run of an import that is under way, if one is."""
    return read_progress(files_of(site, batch).progress)


def check_batch(
    site: Site, batch_id: int, on_progress: Callable[[int], None] | None = None
) -> None:
    """Run the dry run of an import and store its counts."""
    batch = db.session.get_one(ImportBatch, batch_id)
    plan, files = batch.plan, files_of(site, batch)
    upload = files.store.load(plan.stored, batch.file_name)
    source = batch.source
    with Progress(files.progress, "check", batch.rows_read) as progress:
        both = _both(progress.advance, on_progress)
        counts = check(
            upload, plan, source, staged=files.staged, report=files.report, on_progress=both
        )
        with transaction():
            operations.note_check(db.session.get_one(ImportBatch, batch_id), counts)


def load_batch(site: Site, batch_id: int, on_progress: Callable[[int], None] | None = None) -> None:
    """Load an import that was begun: all of it in one transaction, or none."""
    batch = db.session.get_one(ImportBatch, batch_id)
    plan, files = batch.plan, files_of(site, batch)
    terms = LoadTerms(amount_of(VERIFY_DAYS, clock.today()), plan.valid_days)
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
