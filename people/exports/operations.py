"""Changes of exports: made at once, begun, finished, failed, deleted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from core import audit, clock
from core.db import db, lock_row, one_at_a_time
from core.downloads import XLSX
from core.errors import DomainError
from core.files.storage import Document, store_document
from core.parameters.registry import amount_of
from people.accounts.models import Account
from people.exports import queries
from people.exports.models import ExportRun, ExportStatus
from people.exports.parameters import AT_ONCE, KEEP_DAYS
from people.exports.progress import progress_file, under_way
from people.notices.models import Audience
from people.notices.operations import Message, Recipient, notify
from people.veterans.operations import log_export
from people.veterans.reasons import ExportReason
from sheets.exporting import ListExport, Written, write_export

BUSY = "上一份还在导，请等它导好再导下一份。"
INTERRUPTED = "导出时断了（停电或重启），请重新导出。"


@dataclass(frozen=True)
class Wanted:
    """An export asked for: the list, its filters as the address has them, and what for."""

    listing: ListExport
    asked: str
    reason: ExportReason | None
    is_whole: bool = False


def fits_at_once(total: int) -> bool:
    """Return whether a list of so many rows is handed out at once."""
    return total <= amount_of(AT_ONCE, clock.today())


def make_at_once(wanted: Wanted, viewer: Account) -> bytes:
    """Return the workbook of a list, and record whom it shows."""
    written = write_export(wanted.listing, viewer, is_whole=wanted.is_whole)
    _record(wanted, written, None)
    return written.data


def begin(wanted: Wanted, total: int, *, by: Account) -> ExportRun:
    """Begin an export in the background. Raises DomainError while the last one is under way."""
    one_at_a_time(f"export {by.id}")
    if any(under_way(run) for run in queries.runs_under_way(by.id)):
        raise DomainError(BUSY)
    run = ExportRun(
        list_key=wanted.listing.key,
        asked=wanted.asked,
        is_whole=wanted.is_whole,
        reason=wanted.reason,
        total=total,
        by_id=by.id,
    )
    db.session.add(run)
    db.session.flush()
    audit.record("export.begin", "export_run", run.id, list=run.list_key, count=total)
    return run


def finish(run_id: int, wanted: Wanted, written: Written) -> None:
    """Store the file of a run, record whom it shows, and send its owner a notice."""
    run = lock_row(db.session.get_one(ExportRun, run_id))
    if not run.is_running:
        return
    document = Document(f"{wanted.listing.title}.xlsx", XLSX, written.data)
    run.file_id = store_document(document, by_id=run.by_id).id
    run.status, run.total, run.finished_at = ExportStatus.DONE, written.rows, clock.now()
    _record(wanted, written, run.id)
    days = amount_of(KEEP_DAYS, clock.today())
    body = f"“{wanted.listing.title}”共 {written.rows} {wanted.listing.unit}，保留 {days} 天。"
    notify(
        Recipient(Audience.ACCOUNT, run.by_id),
        Message(f"export {run.id}", "export", "表导好了", body, "exports.detail", run.id),
    )


def _record(wanted: Wanted, written: Written, run_id: int | None) -> None:
    key, is_whole = wanted.listing.key, wanted.is_whole
    audit.record("export.make", "export_run", run_id, list=key, count=written.rows, whole=is_whole)
    if written.people and wanted.reason is not None:
        log_export(sorted(written.people), reason=wanted.reason, is_whole=is_whole)


def fail(run_id: int, why: str) -> None:
    """Record why a run made no file."""
    run = lock_row(db.session.get_one(ExportRun, run_id))
    if run.is_running:
        run.status, run.failure, run.finished_at = ExportStatus.FAILED, why[:200], clock.now()
        audit.record("export.fail", "export_run", run.id, list=run.list_key)


def sweep() -> tuple[int, int]:
    """Delete files kept long enough and fail runs whose process died; return how many of each."""
    before = clock.now() - timedelta(days=amount_of(KEEP_DAYS, clock.today()))
    over = queries.kept_runs(before)
    _expire(over)
    dead = [run for run in queries.runs_under_way() if under_way(run) is None]
    for run in dead:
        fail(run.id, INTERRUPTED)
        progress_file(run.id).unlink(missing_ok=True)
    return len(over), len(dead)


def forget_files(_veteran_id: int) -> None:
    """Delete every file that is kept: one of them may show the person who is forgotten."""
    _expire(queries.kept_runs())


def _expire(runs: Iterable[ExportRun]) -> None:
    """Delete the rows of files; the daily clearing removes what is on the disk without a row."""
    for run in runs:
        stored, run.file, run.status = run.file, None, ExportStatus.EXPIRED
        db.session.flush()
        db.session.delete(stored)
        audit.record("export.expire", "export_run", run.id, list=run.list_key)
    db.session.flush()
